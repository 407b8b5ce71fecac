"""Log: the traceback of what nobody foresaw, in a file for whoever mends it; people read one sentence.

That sentence names the file alone: what Python and libraries call the failure is no office's language.
"""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path
from traceback import format_exception

from responsibility.errors import ResponsibilityError, UnforeseenError


def foresee(error: Exception, where: str) -> ResponsibilityError:
    """Return an error as one of ours; the traceback of any other goes to the log that it names."""
    if isinstance(error, ResponsibilityError):
        return error
    return tell_unforeseen("".join(format_exception(error)), where)


def tell_unforeseen(trace: str, where: str) -> UnforeseenError:
    """Keep a traceback and say where."""
    return UnforeseenError("UNFORESEEN", where, log=keep(trace))


def keep(trace: str) -> str:
    """Write a traceback to the log of this run and return its path, "-" where nothing can be written."""
    try:
        with _find_log().open("a", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(f"{trace}\n")
    except OSError:
        return "-"  # no place to write anywhere
    return str(_find_log())


@cache
def _find_log() -> Path:
    """Return a new file of this run in the temporary folder, readable by nobody else."""
    handle, path = tempfile.mkstemp(".log", "responsibility-")
    os.close(handle)
    return Path(path)
