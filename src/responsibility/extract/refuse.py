"""Refuse: what stops a source, in the words of the wording and with the place and the way out.

The code stays on the error, so that a caller who speaks another language can say it again.
"""

from __future__ import annotations

from responsibility.errors import SourceError
from responsibility.language.wording import load_wording


def refuse(code: str, where: str, **params: object) -> SourceError:
    """Make the SourceError whose sentences are source.CODE.what and source.CODE.fix."""
    say = load_wording()
    error = SourceError(say(f"source.{code}.what"), where, say(f"source.{code}.fix"), **params)
    error.code = code
    return error
