"""Resolve: from what a notice says to who is meant, with the corrections that people keep beside it."""

from responsibility.resolve.plan import resolve_plan

__all__ = ["resolve_plan"]
