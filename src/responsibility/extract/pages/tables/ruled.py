"""Ruled: the tables of a page that rules draw.

In: a page of pdfplumber. Out: its tables, each as placed cells with the words inside; a row that a page end cut has no
rule there, and a shade sets off rows that are no tables of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any

from responsibility.extract.draft import Placed
from responsibility.extract.pages.gaps import find_parts, place_of, seen_end, stands_in, text_lines
from responsibility.extract.pages.printed import PrintedLine, TableEnds, is_filled, join_line_words
from responsibility.extract.pages.tables.headline import opens_label, opens_table
from responsibility.extract.signs import clean_text

_SPILLED = (0.5, 0.9)  # of a character's height that stands above the upper rule of its cell
_CUT_ROW = 8.0  # points; a row that a page end cut is as high at least
_HEADS = 3  # lines that heads stand in at most
NEAR = 2.0  # points within which two table rules are one


def find_tables(page: Any) -> Any:
    """Find the ruled tables of a page, with the row that its end or its beginning cut: there no rule closes it."""
    tables = page.find_tables()
    uprights = [edge for edge in page.edges if edge["orientation"] == "v"] if tables else []
    open_ends = sorted({end for table in tables for end in _open_ends(table, uprights, page.chars)})
    return page.find_tables({"explicit_horizontal_lines": open_ends}) if open_ends else tables


def _open_ends(table: Any, uprights: Sequence[dict[str, Any]], chars: Sequence[dict[str, Any]]) -> Iterator[float]:
    """Yield how far both outer rules of a table go on beyond its last row, or above its first, around words.

    Where a merged cell alone goes on, its column has no rule at the end of the table that the others have.
    """
    x0, top, x1, bottom = table.bbox
    sides = [[edge for edge in uprights if abs(edge["x0"] - x) < NEAR] for x in (x0, x1)]
    if all(sides):
        low = min(max(edge["bottom"] for edge in side) for side in sides)
        high = max(min(edge["top"] for edge in side) for side in sides)
        for end, row in ((high, (x0, high, x1, top)), (low, (x0, bottom, x1, low))):
            if row[3] - row[1] > _CUT_ROW and any(stands_in(char, [row]) for char in chars):
                yield end
            elif not _closes(table, top if end == high else bottom):
                yield top if end == high else bottom


def _closes(table: Any, end: float) -> bool:
    """Say whether cells end all along an end of a table."""
    ended = sum(box[2] - box[0] for box in table.cells if min(abs(box[1] - end), abs(box[3] - end)) < NEAR)
    return bool(ended > table.bbox[2] - table.bbox[0] - NEAR * len(table.cells))


def find_shades(tables: Sequence[Any], page: Any) -> set[int]:
    """Return which tables are rows that only a shade sets off: every other row of one table, with the same columns."""
    rows = [table for table in tables if len({box[1] for box in table.cells}) == 1]
    shades = [each for each in page.rects if not each["stroke"] and each["height"] > _CUT_ROW] if len(rows) > 1 else []
    bare = [table for table in rows if shades and not any(stands_in(line, [table.bbox]) for line in page.lines)]
    sides = Counter(sides_of(table) for table in bare)
    return {id(table) for table in bare if sides[sides_of(table)] > 1}


def sides_of(table: Any) -> tuple[int, ...]:
    """Return where the columns of a table begin, in whole points."""
    return tuple(sorted({round(box[0]) for box in table.cells}))


def is_one_row(table: Any) -> bool:
    """Say whether a table has no rules across but its outer ones, and so its heads in the cells of its rows."""
    if len({box[1] for box in table.cells}) > 1:
        return False
    lines = text_lines([char for char in table.page.chars if stands_in(char, [table.bbox])])
    return any(opens_table(find_parts(line["chars"])) for line in lines[:_HEADS])


def find_spilled(table: Any) -> Iterator[dict[str, Any]]:
    """Yield the characters of the first row that its upper rule goes through: its words need more lines than it holds.

    They stand right above the words of a cell, as far in; a caption close above the rule does not.
    """
    top = table.bbox[1]
    through = [char for char in table.page.chars if _SPILLED[0] < _over(char, top) < _SPILLED[1]]
    cells = [(box, _within(table.page.chars, box)) for box in table.rows[0].cells if box] if through else []
    for box, inside in cells:
        above = [char for char in through if box[0] <= char["x0"] and seen_end(char) <= box[2] + NEAR]
        ends = [(min(each["x0"] for each in chars), max(map(seen_end, chars))) for chars in (above, inside) if chars]
        if len(ends) > 1 and min(abs(ends[0][0] - ends[1][0]), abs(sum(ends[0]) - sum(ends[1]))) < NEAR:
            yield from above


def _over(char: dict[str, Any], level: float) -> float:
    """Return how much of a character stands above a level, from 0 to 1, and beyond where it does not reach it."""
    return float((level - char["top"]) / max(char["bottom"] - char["top"], 0.1))


def _within(chars: Iterable[dict[str, Any]], box: tuple[float, float, float, float]) -> list[dict[str, Any]]:
    return [char for char in chars if stands_in(char, [box])]


def read_ruled(table: Any, spilled: Container[tuple[float, float]]) -> PrintedLine:
    """Return a table as its cells. spilled: where the words stand that did not fit below its upper rule."""
    chars = [(*_middle(char, table.bbox[1] if place_of(char) in spilled else 0), char) for char in table.page.chars]
    boxes = [box for row in table.rows for box in row.cells if box]
    across = find_rules(edge for box in boxes for edge in (box[0], box[2]))
    down = find_rules(edge for box in boxes for edge in (box[1], box[3]))
    cells, rooms = [], {}
    for box in boxes:
        x0, top, x1, bottom = box
        row, column = _nearest(down, top), _nearest(across, x0)
        rows, columns = _nearest(down, bottom) - row, _nearest(across, x1) - column
        inside = [char for x, y, char in chars if x0 <= x <= x1 and top <= y <= bottom]
        words, rooms[row + 1, column + 1] = join_cell(text_lines(inside), x1 - x0)
        cells.append(Placed(row + 1, column + 1, words, max(rows, 1), max(columns, 1)))
    x0, top, x1, bottom = table.bbox
    last = [box for box in boxes if abs(box[3] - bottom) < NEAR]
    unclosed = {_nearest(across, box[0]) + 1 for box in last if not _is_closed(box, table.page)}
    ends = TableEnds(rooms, frozenset(unclosed))
    return PrintedLine("".join(cell.text for cell in cells), x0, x1, top, bottom, tuple(cells), ends=ends)


def _is_closed(box: tuple[float, float, float, float], page: Any) -> bool:
    """Say whether a rule goes along the lower edge of a cell."""
    middle = (box[0] + box[2]) / 2
    rules = (edge for edge in page.edges if edge["orientation"] == "h" and abs(edge["top"] - box[3]) < NEAR)
    return any(edge["x0"] <= middle <= edge["x1"] for edge in rules)


def _middle(char: dict[str, Any], least: float) -> tuple[float, float]:
    """Return the middle of a character as its table has it: a stop may hang over the rule of its cell."""
    return (char["x0"] + seen_end(char)) / 2, max(least, (char["top"] + char["bottom"]) / 2)


def find_rules(edges: Any) -> list[float]:
    """Return the distinct rules of a table, near ones taken as one."""
    rules: list[float] = []
    for edge in sorted(edges):
        if not rules or edge - rules[-1] > NEAR:
            rules.append(edge)
    return rules


def find_rules_across(page: Any) -> dict[float, list[tuple[float, float]]]:
    """Return from where to where rules go across a page, by how high they stand."""
    edges = [edge for edge in page.edges if edge["orientation"] == "h" and edge["width"] > NEAR]
    levels = find_rules(edge["top"] for edge in edges)
    rules: dict[float, list[tuple[float, float]]] = {level: [] for level in levels}
    for edge in edges:
        rules[levels[_nearest(levels, edge["top"])]].append((edge["x0"], edge["x1"]))
    return rules


def _nearest(rules: list[float], edge: float) -> int:
    return min(range(len(rules)), key=lambda index: abs(rules[index] - edge))


def join_cell(lines: Sequence[dict[str, Any]], width: float) -> tuple[str, float]:
    """Join the lines of a cell: without a break where one fills the cell, for its words only ran out of room.

    Also return how many characters the last line leaves free.
    """
    joined, room = "", 0.0
    upright = len(lines) > 1 and all(len(line["text"].strip()) == 1 for line in lines)  # a sign a line fills a column
    for line in lines:
        words = clean_text(line["text"]).replace("\n", " ").strip()
        breaks = not upright and (opens_label(words) or not is_filled(room, words))
        joined = f"{joined}\n{words}" if joined and breaks else join_line_words(joined, words)
        room = (width - (line["x1"] - line["x0"])) / (line["bottom"] - line["top"])
    return joined, room
