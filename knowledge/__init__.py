"""What the product knows: plain YAML, read once and never changed at run time."""
