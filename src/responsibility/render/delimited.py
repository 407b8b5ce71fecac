"""Delimited: tables to CSV, and a Table Schema that says what their columns are.

UTF-8 with BOM, since Excel on Chinese Windows takes anything else for GBK; LF; minimal quoting. A text that a
spreadsheet would take for a formula gets an apostrophe in front.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pandas import DataFrame, Series

# After OWASP CSV Injection, with the full-width signs that some programs fold.
_STARTS = tuple("=+-@\t\r\n\0＝＋－＠")
_NEEDS_QUOTES = re.compile(r'[",\r\n]')


def render_csv(frame: DataFrame) -> bytes:
    """Write a table: heads, then one line a row; empty for a missing value, space between the members of a tuple."""
    heads = [_guard(str(name)) for name in frame.columns]
    rows = zip(*(_shown(frame[name]) for name in frame.columns), strict=True)
    lines = (",".join(map(_quote, row)) or '""' for row in (heads, *rows))
    return "".join(f"{line}\n" for line in lines).encode("utf-8-sig", "replace")  # a lone surrogate


def _quote(words: str) -> str:
    """Quote where needed; Python's own writer leaves a carriage return bare when lines end in LF."""
    return f'"{words.replace(chr(34), chr(34) * 2)}"' if _NEEDS_QUOTES.search(words) else words


def _shown(column: Series) -> list[str]:
    if column.dtype.kind == "b":
        return ["true" if value else "false" for value in column]
    if column.dtype.kind in "iu":
        return [str(value) for value in column.tolist()]
    if column.dtype.kind == "f":
        return ["" if value != value else repr(value) for value in column.tolist()]  # noqa: PLR0124  nan
    return [_words(value) if isinstance(value, int | float) else _guard(_words(value)) for value in column.tolist()]


def _words(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    missing = value is None or value != value  # noqa: PLR0124  nan
    return "" if missing else str(value)


def _guard(words: str) -> str:
    """Put an apostrophe before what would be a formula."""
    return f"'{words}" if words.startswith(_STARTS) else words


def render_datapackage(
    name: str,
    title: str,
    tables: Mapping[str, DataFrame],
    keys: Mapping[str, tuple[str, ...]] | None = None,
    meanings: Mapping[tuple[str, str], str] | None = None,
    *,
    types: Mapping[tuple[str, str], str] | None = None,
) -> bytes:
    """Describe the CSV files of a folder as a Data Package with Table Schema.

    tables: by path. keys: the columns that name a row, by path. meanings, types: of columns, by path and name; a type
    is declared, since a table without rows or with missing values does not show it.
    """
    keys, meanings, types = keys or {}, meanings or {}, types or {}
    package = {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "resources": [_describe(path, frame, keys.get(path, ()), meanings, types) for path, frame in tables.items()],
    }
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _describe(
    path: str,
    frame: DataFrame,
    key: tuple[str, ...],
    meanings: Mapping[tuple[str, str], str],
    types: Mapping[tuple[str, str], str],
) -> dict[str, object]:
    data = render_csv(frame)
    fields = [
        {
            "name": str(name),
            "type": types.get((path, str(name)), "string"),
            **({"description": meanings[path, name]} if (path, name) in meanings else {}),
        }
        for name in frame.columns
    ]
    schema: dict[str, object] = {"fields": fields, "missingValues": [""]}
    if key:
        schema["primaryKey"] = list(key)
    return {
        "name": path.rpartition("/")[2].removesuffix(".csv"),
        "path": path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "bytes": len(data),
        "hash": f"sha256:{sha256(data).hexdigest()}",
        "rows": len(frame),
        "schema": schema,
    }
