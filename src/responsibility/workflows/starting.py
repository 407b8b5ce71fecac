"""Starting: an empty matrix/ for an office, with commented settings and tables headed in Chinese.

In: a place and the wording. Out: the files by their paths inside the folder; nothing of any other place.
"""

from __future__ import annotations

from responsibility.errors import SettingsError
from responsibility.language.wording import Wording
from responsibility.registry.place import find_place
from responsibility.registry.tables import ALIASES, GROUPS, UNITS
from responsibility.rows import Table, encode_rows, write_rows
from responsibility.settings import PlaceSettings, Settings, describe_settings

_TABLES = {"units": UNITS, "aliases": ALIASES, "groups": GROUPS}


def start_matrix(place: str, wording: Wording) -> dict[str, bytes]:
    """Return the files of an empty matrix folder.

    place: whose units it will hold, such as 东川市, or "". Raises SettingsError if it has not the form of a place.
    """
    if place and find_place(place) != place:
        raise SettingsError("NO_PLACE", "--place", place=place)
    settings = describe_settings(Settings(place=PlaceSettings(name=place)))
    tables = {table.name: encode_rows(_empty(table, wording(f"init.{key}"))) for key, table in _TABLES.items()}
    return {"README.md": wording("init.readme").encode(), "settings.toml": settings.encode(), **tables}


def _empty(table: Table, comment: str) -> str:
    """Return a table without lines; its comment shows one."""
    return write_rows(table.heads, ()) + "".join(f"# {line}\n" for line in comment.splitlines())
