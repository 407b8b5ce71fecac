"""Beside: who answers for an item, and what else stands beside its task under a label or head."""
