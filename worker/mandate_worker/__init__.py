"""Mandate's worker: one job in, one result directory out, no other state. Importing a module does nothing."""

__version__ = "0.1.0"
