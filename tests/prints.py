"""Prints: what stands on the pages that LibreOffice makes of workbooks and documents, and what of it is cut.

LibreOffice writes words into a PDF that nobody sees there: a cell too small for its words hides them behind its border.
So the places of the letters are read too.
"""

from __future__ import annotations

import os
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pdfplumber
from fontTools.ttLib import TTFont
from pylopdf_fonts_zh_cn import sans_path

from responsibility.render.styles import look
from responsibility.views.sheet import Book, Sheet, State

_MIDDLE = 0.25  # of a letter's height or width: a border so near its middle runs through it
_STRICT = {"vertical_strategy": "lines_strict", "horizontal_strategy": "lines_strict"}  # a data bar is no border
_FOOT = 45.0  # points at the bottom that hold the page number where it is none between dashes
_LOW = 0.8  # of a page: a number between dashes below it is the page's
_MOSTLY = 0.85  # of a page down to its foot: what even a short paper is measured against
_APART = 0.45  # of a letter's width and size: two letters nearer than this stand on one another


@dataclass(frozen=True)
class Print:
    """pages: the words of each page, without blanks. cells: the words between borders. faults: what a reader misses.

    fills: how far down each page is used, 0 to 1 of what the fullest of them is, or of most of the paper.
    """

    pages: tuple[str, ...]
    cells: Counter[str]
    faults: tuple[str, ...]
    fills: tuple[float, ...] = ()


def convert_files(folder: Path, files: Mapping[str, bytes], target: str) -> dict[str, Path]:
    """Turn files, by name, into another kind in one run, with the project's own font as the only Chinese one."""
    sources = {name: folder / f"{number}.{name.rpartition('.')[2]}" for number, name in enumerate(files)}
    for name, source in sources.items():
        source.write_bytes(files[name])
    fonts = folder / "fonts.conf"
    fonts.write_text(f"<fontconfig><dir>{sans_path().parent}</dir><cachedir>{folder}/cache</cachedir></fontconfig>")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", target, "--outdir", str(folder / "out")]
    subprocess.run(
        [*command, *map(str, sources.values())],
        check=True,
        timeout=300,
        capture_output=True,
        env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
    )
    return {name: folder / "out" / f"{source.stem}.{target}" for name, source in sources.items()}


def read_print(path: Path, most: int | None = None) -> Print:
    """Read a PDF with every letter's place. most: how many pages, None for all."""
    pages, cells, faults, reaches = [], Counter[str](), [], []
    with pdfplumber.open(path, pages=most and list(range(1, most + 1))) as pdf:
        for page in pdf.pages:
            letters = [char for char in page.chars if char["text"].strip()]
            pages.append("".join(each["text"] for each in letters))  # as drawn: cell after cell
            cells.update(_words_by_cell(page, letters))
            faults += [f"page {page.page_number}: {fault}" for fault in _faults(page, letters)]
            reaches.append(_reach(page))
            page.close()
    return Print(tuple(pages), cells, tuple(faults), _list_fills(reaches))


def _reach(page: Any) -> tuple[float, float, float]:
    """Say where a page's words and lines begin and end, and where its foot with the number begins."""
    numbers = [each["top"] for each in page.search(r"— ?\d+ ?—") if each["top"] > page.height * _LOW]
    foot = min(numbers, default=page.height - _FOOT)
    drawn = [each for each in (*page.extract_words(), *page.lines, *page.rects) if each["bottom"] < foot]
    return min((each["top"] for each in drawn), default=0.0), max((each["bottom"] for each in drawn), default=0.0), foot


def _list_fills(reaches: list[tuple[float, float, float]]) -> tuple[float, ...]:
    top = min((first for first, _, _ in reaches), default=0.0)
    low = max((max(last, _MOSTLY * foot) for _, last, foot in reaches), default=1.0)
    return tuple((last - top) / (low - top) for _, last, _ in reaches)


def squeeze(words: str) -> str:
    """Take out what wrapping adds."""
    return "".join(words.split())


def expect_words(book: Book) -> tuple[Counter[str], list[str]]:
    """List what a book's print has to show: words between borders, how often, and words without any."""
    bordered, free = Counter[str](), []
    for sheet in book.sheets:
        if sheet.state is State.VISIBLE:
            for words, style in _shown(sheet):
                if look(style).get("border"):
                    bordered[words] += 1
                else:
                    free.append(words)
    return bordered, free


def _shown(sheet: Sheet) -> Iterator[tuple[str, str]]:
    for row in (row for row in sheet.rows[: sheet.page.rows or None] if not row.spare and row.height != 0):
        for place, cell in row.cells:
            column, style = sheet.columns[place], cell.style or row.style or sheet.columns[place].style or "plain"
            words = squeeze(cell.value) if isinstance(cell.value, str) and not cell.formula else ""
            if words and not column.hidden:
                yield words, style


def list_missing(book: Book, printed: Print) -> list[str]:
    """List the words of a book that its print does not show whole, as often as they should."""
    bordered, free = expect_words(book)
    everything = "".join(printed.pages)
    # Heads repeat on every page, and a merged cell's words stand once for each: more is no fault.
    lost = [words for words, count in bordered.items() if printed.cells[words] < count]
    return lost + [words for words in free if words not in everything]


def _words_by_cell(page: Any, letters: list[dict[str, Any]]) -> Iterator[str]:
    boxes = [box for table in page.find_tables(_STRICT) for box in table.cells]
    by_line = defaultdict(list)
    for box in boxes:
        for line in range(int(box[1]) // 20, int(box[3]) // 20 + 1):
            by_line[line].append(box)
    held = defaultdict(list)
    for each in letters:
        x, y = (each["x0"] + each["x1"]) / 2, (each["top"] + each["bottom"]) / 2
        inside = [b for b in by_line[int(y) // 20] if b[0] <= x <= b[2] and b[1] <= y <= b[3]]
        if inside:
            held[min(inside, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))].append(each)
    for own in held.values():
        yield "".join(each["text"] for each in _in_lines(own))


def _in_lines(letters: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Put letters in the order they are read; those of one line differ a little in height by their fonts."""
    lines: list[list[dict[str, Any]]] = []
    for each in sorted(letters, key=lambda each: each["bottom"]):
        if lines and each["bottom"] - lines[-1][0]["bottom"] < each["size"] * 0.6:
            lines[-1].append(each)
        else:
            lines.append([each])
    for line in lines:
        yield from sorted(line, key=lambda each: each["x0"])


def _faults(page: Any, letters: list[dict[str, Any]]) -> Iterator[str]:
    words = "".join(each["text"] for each in letters)
    if not words:
        yield "nothing on it"
    if "###" in words:
        yield "a number is a row of #"
    boxes = {char for char in words if ord(char) not in _drawn()}
    if boxes:
        yield f"no glyph for {sorted(boxes)}"
    cut = "".join(each["text"] for each in letters if _is_crossed(each, page.lines))
    if cut:
        yield f"a border runs through {cut}"
    doubled = "".join(_doubled(letters))
    if doubled:
        yield f"words stand on one another at {doubled}"
    out = "".join(each["text"] for each in letters if each["x0"] < 0 or each["x1"] > page.width)
    if out:
        yield f"off the paper: {out}"


@cache
def _drawn() -> frozenset[int]:
    return frozenset(TTFont(sans_path()).getBestCmap())


def _is_crossed(letter: Mapping[str, Any], edges: list[dict[str, Any]]) -> bool:
    left, right, top, bottom = (letter[key] for key in ("x0", "x1", "top", "bottom"))
    across, down = (right - left) * _MIDDLE, (bottom - top) * _MIDDLE
    return any(
        edge["x0"] <= (left + right) / 2 <= edge["x1"] and top + down < edge["top"] < bottom - down
        if edge["height"] == 0
        else edge["top"] <= (top + bottom) / 2 <= edge["bottom"] and left + across < edge["x0"] < right - across
        for edge in edges
    )


def _doubled(letters: list[dict[str, Any]]) -> Iterator[str]:
    places = defaultdict(list)
    for each in letters:
        x, y = (each["x0"] + each["x1"]) / 2, (each["top"] + each["bottom"]) / 2
        width, height = (each["x1"] - each["x0"]) * _APART, each["size"] * _APART
        near = (
            other
            for column in range(int(x // 10) - 1, int(x // 10) + 2)
            for line in range(int(y // 10) - 1, int(y // 10) + 2)
            for other in places[column, line]
        )
        if any(abs(other[0] - x) < width and abs(other[1] - y) < height for other in near):
            yield each["text"]
        places[int(x // 10), int(y // 10)].append((x, y))
