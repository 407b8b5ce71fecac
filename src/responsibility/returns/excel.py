"""Excel: the bytes of an .xlsx file to Pages. The only module that imports openpyxl.

In: bytes that passed the gate, and its XML parts. Reads values as saved and, where there are formulas, the formulas
beside them; comments, merges, hidden rows and columns, struck letters, pictures and text boxes.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from responsibility.returns.cells import Content, Pages, Tab, Typed, Value

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_PICTURE = "DISPIMG("
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_WORDS = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def read_excel(data: bytes, parts: Mapping[str, bytes]) -> Pages:
    """Read a workbook; any exception of the parser passes through to the caller's boundary."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # openpyxl warns of extensions that it leaves out; none of them holds what people type.
        warnings.simplefilter("ignore")
        book = load_workbook(BytesIO(data), data_only=True)
        has_formulas = any(_FORMULA.search(part) for name, part in parts.items() if "worksheets/" in name)
        formulas = load_workbook(BytesIO(data)) if has_formulas else None
    floating = _read_drawings(parts)
    grids = []
    for sheet in book.worksheets:
        other = formulas[sheet.title] if formulas else None
        grids.append(_read_sheet(sheet, other, tuple(floating.get(sheet.title, ()))))
    properties = book.custom_doc_props.props  # type: ignore[attr-defined]  # the stubs do not know it yet
    identity = {each.name: str(each.value) for each in properties if each.name}
    saved = book.properties.modified
    return Pages(tuple(grids), identity, saved.isoformat(" ", "seconds") if saved else "")


def _read_sheet(
    sheet: Worksheet, formulas: Worksheet | None, floating: tuple[tuple[tuple[int, int], Typed], ...]
) -> Tab:
    cells: dict[tuple[int, int], Typed] = {}
    # iter_rows would make a cell for every place up to the farthest one.
    for (row, column), cell in sorted(sheet._cells.items()):
        formula = formulas.cell(row, column).value if formulas else None
        entry = _entry(cell, formula)  # type: ignore[arg-type]  # merged cells have no value and stop there
        if entry is not None:
            cells[row - 1, column - 1] = entry
    merges = tuple(
        (area.min_row - 1, area.min_col - 1, area.max_row - 1, area.max_col - 1) for area in sheet.merged_cells.ranges
    )
    hidden = frozenset(number - 1 for number, look in sheet.row_dimensions.items() if look.hidden)
    columns = frozenset(
        number - 1
        for look in sheet.column_dimensions.values()
        if look.hidden and look.min
        for number in range(look.min, min(look.max or look.min, 256) + 1)
    )
    return Tab(sheet.title, cells, tuple(sorted(merges)), hidden, columns, floating)


def _entry(cell: Cell, formula: object) -> Typed | None:
    comment = cell.comment.text.strip() if cell.comment else ""
    value, kind = _value(cell.value), Content.VALUE
    # An array formula is an object that holds its text.
    written = str(getattr(formula, "text", formula) or "")
    if _PICTURE in written or (isinstance(value, str) and _PICTURE in value):
        value, kind = written or value, Content.PICTURE
    elif cell.data_type == "e":
        kind = Content.ERROR
    elif written.startswith("=") and getattr(formula, "text", None) is None and value == written:
        kind = Content.VALUE  # text that only looks like a formula
    elif written.startswith("="):
        kind = Content.COMPUTED if value not in (None, "") else Content.UNCOMPUTED
        value = value if kind is Content.COMPUTED else written
    if value in (None, "") and not comment:
        return None
    is_struck = bool(cell.has_style and cell.font and cell.font.strike)
    return Typed(value, kind, "%" in (cell.number_format or ""), comment, is_struck)


def _value(value: object) -> Value:
    from openpyxl.utils.escape import unescape

    if isinstance(value, str):
        return unescape(value).replace("\r\n", "\n").replace("\r", "\n")
    if value is None or isinstance(value, int | float | datetime | date):
        return value
    if isinstance(value, time | timedelta):
        return str(value)
    # Rich text and the like speak for themselves.
    return str(value)


def _read_drawings(parts: Mapping[str, bytes]) -> dict[str, list[tuple[tuple[int, int], Typed]]]:
    """Find pictures and text boxes of each sheet by its name; files without drawings cost nothing."""
    if not any(name.startswith("xl/drawings/drawing") for name in parts):
        return {}
    found: dict[str, list[tuple[tuple[int, int], Typed]]] = {}
    for title, path in _sheet_paths(parts):
        for target in _targets(parts, path).values():
            if "/drawings/drawing" in target and target in parts:
                found.setdefault(title, []).extend(_anchored(parts[target]))
    return found


def _sheet_paths(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    targets = _targets(parts, "xl/workbook.xml")
    for node in ElementTree.fromstring(parts["xl/workbook.xml"]).iter():
        if node.tag.endswith("}sheet") and (path := targets.get(node.get(f"{_RELATION}id", ""))):
            yield node.get("name", ""), path


def _targets(parts: Mapping[str, bytes], path: str) -> dict[str, str]:
    """Return the parts that a part refers to, by relation id."""
    folder, _, name = path.rpartition("/")
    relations = parts.get(f"{folder}/_rels/{name}.rels")
    targets = {}
    for node in ElementTree.fromstring(relations) if relations else ():
        target = node.get("Target", "")
        whole = target[1:] if target.startswith("/") else f"{folder}/{target}"
        while "/../" in whole:
            whole = re.sub(r"[^/]+/\.\./", "", whole, count=1)
        targets[node.get("Id", "")] = whole
    return targets


def _anchored(drawing: bytes) -> Iterator[tuple[tuple[int, int], Typed]]:
    for anchor in ElementTree.fromstring(drawing):
        corner = anchor.find(f"{_DRAWING}from")
        place = (_count(corner, "row"), _count(corner, "col"))
        words = "".join(node.text or "" for node in anchor.iter(_WORDS))
        if words:
            yield place, Typed(words, Content.TEXT_BOX)
        elif anchor.find(f".//{_DRAWING}pic") is not None:
            shown = anchor.find(f".//{_DRAWING}cNvPr")
            named = (shown.get("descr") or shown.get("name", "")) if shown is not None else ""
            yield place, Typed(named, Content.PICTURE)


def _count(corner: Any, name: str) -> int:
    words = corner.findtext(f"{_DRAWING}{name}", "0") if corner is not None else "0"
    return int(words) if words.isdecimal() else 0
