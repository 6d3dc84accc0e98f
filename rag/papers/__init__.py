"""An organisation's or a worker's own documents: read apart, searched apart, shown as what they are."""
