"""Paths: names of files and sheets that every program takes.

In: words a person wrote. Out: a file name that stays inside its folder on Windows, macOS and Linux, never empty, never
reserved; a sheet name that Excel and WPS take.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from responsibility.language.wording import Wording

# The documents of a plan's output folder, as a reader wants them: key of the wording; key and ending of the name.
_DOCUMENTS = {
    "checkup": ("checkup", ".pdf"),
    "page": ("page", ".html"),
    "matrix": ("matrix", ".xlsx"),
    "appendix-word": ("appendix", ".docx"),
    "appendix": ("appendix", ".xlsx"),
    "all-tasks": ("all-tasks", ".xlsx"),
}
# What Windows forbids, and what a link to the file would take for a code.
_SIGNS = str.maketrans('<>:"/\\|?*#%[]', "＜＞：＂／＼｜？＊＃％［］")
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)")
_LONGEST = 60  # characters; with folder, number and ending well under Windows' 260 and Linux's 255 bytes
_BYTES = 180


def safe_name(words: str) -> str:
    """Turn words into one part of a file name.

    Control and direction marks and what is no character go, signs that Windows forbids become full-width, leading
    . - ~ and trailing dots and spaces go, device names get a _ in front.

    >>> safe_name("../市局: a?"), safe_name("CON"), safe_name("")
    ('／市局： a？', '_CON', '_')
    """
    composed = unicodedata.normalize("NFC", words)
    kept = "".join(char for char in composed if unicodedata.category(char)[0] != "C")
    name = kept.translate(_SIGNS).lstrip(".-~ ")[:_LONGEST]
    name = name.encode()[:_BYTES].decode(errors="ignore").rstrip(". ")
    return f"_{name}" if not name or _RESERVED.match(name) else name


def name_file(say: Wording, key: str, ending: str = "") -> str:
    """Return how an output is named; a plan of problems (整改) has names of its own.

    >>> from responsibility.language.wording import load_wording
    >>> name_file(load_wording(), "ledger", ".xlsx"), name_file(load_wording().of_problems(), "ledger", ".xlsx")
    ('进展台账.xlsx', '整改台账.xlsx')
    """
    return f"{safe_name(say(f'file.{key}'))}{ending}"


def name_documents(say: Wording) -> dict[str, str]:
    """Return the documents of a plan's output folder, as a reader wants them: key of the wording, and path."""
    return {key: name_file(say, *name) for key, name in _DOCUMENTS.items()}


def sheet_name(words: str, taken: Collection[str]) -> str:
    """Turn words into a sheet name of at most 31 letters that is not taken, compared as Excel compares.

    >>> sheet_name("市[局]", ()), sheet_name("市局", ["市局"]), sheet_name("History", ())
    ('市［局］', '市局~2', '_History')
    """
    signs = {ord(sign): chr(ord(sign) + 0xFEE0) for sign in "[]:*?/\\"}
    kept = "".join(char for char in unicodedata.normalize("NFC", words) if unicodedata.category(char)[0] != "C")
    name = kept.translate(signs).strip("' ") or "_"
    name = f"_{name}" if name.casefold() in ("history", "历史记录") else name
    keys = {_sheet_key(other) for other in taken}
    number, shown = 1, _cut(name, 31)
    while _sheet_key(shown) in keys:
        number += 1
        shown = f"{_cut(name, 31 - len(f'~{number}'))}~{number}"
    return shown


def _sheet_key(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _cut(name: str, units: int) -> str:
    """Keep at most so many UTF-16 units, never half a character."""
    while len(name.encode("utf-16-le")) > 2 * units:
        name = name[:-1]
    return name.rstrip("' ")
