"""What people take away, as data first and as files second."""
