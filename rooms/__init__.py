"""Peer sessions: a protocol, a clock, and what a group may put in. Never a case."""
