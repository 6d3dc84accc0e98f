"""The way in: a text is read for danger and for identifiers before anything else happens to it."""
