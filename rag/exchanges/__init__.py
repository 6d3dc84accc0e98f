"""Replies written beforehand, chosen by meaning: what was said is matched with what may be said, and answered with what was written for it."""
