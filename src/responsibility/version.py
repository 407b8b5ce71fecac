"""The version of this package; every room that stamps an output reads it here."""

__version__ = "0.2.0"
