"""Measurements, each a command that prints a table and JSON. None of them is a test."""
