"""Refuse: what stops a source, by its code, with the place."""

from __future__ import annotations

from responsibility.errors import SourceError


def refuse(code: str, where: str, **params: object) -> SourceError:
    """Make the SourceError whose sentences are error.CODE.what and error.CODE.fix."""
    return SourceError(code, where, **params)
