"""The program as something that outputs rest on: its own files, its libraries and its Python."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distribution, distributions, requires
from pathlib import Path

_NAME = re.compile(r"[\w.-]+")
_VERSION = re.compile(r"^Version: *(\S+)", re.MULTILINE)


@cache
def describe_program() -> dict[str, str]:
    """Return the releases of Python and of each library that is installed with us, and the hash of our own files.

    A version alone would not do: who changes a line of the program wants to see what it does.
    """
    libraries = {name: _release(name) for name in _list_libraries()}
    return {"python": platform.python_version(), "files": _hash_own()} | libraries


def _list_libraries() -> list[str]:
    try:
        wanted = [each for each in requires("responsibility") or () if "extra ==" not in each]
    except PackageNotFoundError:  # run by its sources, as 报表.bat does: then all that stands beside it counts
        wanted = [each.name for each in distributions()]
    return sorted({found[0].lower() for each in wanted if (found := _NAME.match(each))})


def _release(name: str) -> str:
    """Return the version of a library by its METADATA, which `version` reads as an e-mail, in six times as long."""
    try:
        told = distribution(name).read_text("METADATA") or ""
    except PackageNotFoundError:
        return ""
    found = _VERSION.search(told)
    return found[1] if found else ""


def _hash_own() -> str:
    own, total = Path(__file__).parent.parent, sha256()
    for path in sorted(path for path in own.rglob("*.*") if path.suffix != ".pyc" and path.is_file()):
        total.update(path.relative_to(own).as_posix().encode() + b"\0" + sha256(path.read_bytes()).digest())
    return total.hexdigest()


def hash_files(paths: Iterable[str]) -> dict[str, str]:
    """Return the hash of each file by its path, or "" where it cannot be read."""
    return {path: _hash(Path(path)) for path in paths}


def _hash(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
