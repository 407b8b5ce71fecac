"""Refined: a filled 细化分解表 to its pieces and the people above them.

In: bytes of a workbook and its name. Out: one Refinement a row in which anything was typed, the form by label, and
every other word with its cell. Columns are known by their heads, rows by the hidden id or, where somebody inserted one,
by that of the row above.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from responsibility.analysis.course.refinement import Refinement
from responsibility.errors import ReturnError
from responsibility.language.wording import Wording
from responsibility.returns.cells import Tab, Typed, name_cell
from responsibility.returns.opening import open_workbook
from responsibility.returns.values import read_day, squeeze
from responsibility.settings import SourceSettings
from responsibility.views.issued.refinement import BAND, FORM_KEYS, REFINE_COLUMNS, REFINED

_ENOUGH = 12  # signs by which the note below a table is known
Loose = tuple[str, str]  # a place, and the words there


@dataclass(frozen=True, slots=True)
class RefinedSheet:
    """One unit's sheet. form: by key of its labels. loose: words of no piece, the printed ones among them."""

    file: str
    unit_id: str
    pieces: tuple[Refinement, ...]
    form: Mapping[str, str]
    loose: tuple[Loose, ...]


def read_refined(data: bytes, name: str, plan_id: str, say: Wording, limits: SourceSettings) -> RefinedSheet:
    """Read one unit's sheet. Raises ReturnError where it is none, or another plan's."""
    grids = {grid.name: grid for grid in open_workbook(data, name, limits).grids}
    known = grids.pop(REFINED, None)
    facts = [cell.words for row in [*known.rows().values()][:1] for cell in row.values()] if known else []
    if len(facts) != 2 or facts[0] != plan_id:  # plan and unit
        raise ReturnError("NO_REFINEMENT_SHEET", name)
    read = [_Reader(grid, facts[1], name, say) for grid in grids.values()]
    form = {key: words for each in read for key, words in each.form.items()}
    pieces = tuple(piece for each in read for piece in each.pieces)
    return RefinedSheet(name, facts[1], pieces, form, tuple(one for each in read for one in each.loose))


def _count_heads(grid: Tab, say: Wording) -> int:
    """Count the heads of a grid that are in one language."""
    heads = {squeeze(say(f"refine.column.{key}")) for key, _ in REFINE_COLUMNS}
    return len(heads & {squeeze(cell.words) for cell in grid.cells.values()})


class _Reader:
    """Reads one grid: what stands above its heads, then its rows."""

    def __init__(self, grid: Tab, unit: str, name: str, say: Wording) -> None:
        self.grid, self.unit, self.name = grid, unit, name
        say = max(say.list_languages(), key=partial(_count_heads, grid))
        self.heads = {squeeze(say(f"refine.column.{key}")): key for key, _ in REFINE_COLUMNS}
        self.labels = {squeeze(say(f"refine.form.{key}")).rstrip(":"): key for key in FORM_KEYS}
        self.foot = squeeze(say("refine.sign.head")), squeeze(say("refine.note"))[:_ENOUGH]
        self.form: dict[str, str] = {}
        self.loose: list[Loose] = []
        rows = grid.rows()
        is_head = (n for n, row in rows.items() if sum(squeeze(c.words) in self.heads for c in row.values()) > 4)
        top = next(is_head, None)
        for number, row in rows.items():
            if top is not None and number >= top:
                break
            if self._is_foot(row):  # a sheet whose heads somebody wrote over
                for column, cell in row.items():
                    self._leave(number, column, cell)
            else:
                self._read_above(number, row)
        self.pieces = [*self._read_pieces(rows, top)] if top is not None else []

    def _leave(self, row: int, column: int, cell: Typed) -> None:
        self.loose += [
            (f"{self.grid.name}!{name_cell(row, column)}", words) for words in (cell.words, cell.comment) if words
        ]

    def _read_above(self, number: int, row: Mapping[int, Typed]) -> None:
        """Take what stands to the right of a label, or behind it in its own cell."""
        label = ""
        for column, cell in row.items():
            words = squeeze(cell.words)
            key = next((key for text, key in self.labels.items() if words.startswith(text)), "")
            behind = words.removeprefix(squeeze(next((t for t, k in self.labels.items() if k == key), ""))).lstrip(":")
            if key:
                label = key
            if key and behind and key != "unit":
                self._enter(key, Typed(behind))
            elif not key and label not in ("", "unit"):
                self._enter(label, cell)
            elif not key:
                self._leave(number, column, cell)

    def _enter(self, key: str, cell: Typed) -> None:
        day = read_day(cell)[0] if key == "filled-on" else None
        words = day.isoformat() if day else " ".join(cell.words.split())
        self.form[key] = f"{self.form[key]} {words}" if key in self.form else words

    def _read_pieces(self, rows: Mapping[int, Mapping[int, Typed]], top: int) -> Iterator[Refinement]:
        # The stages' heads stand a row lower than the others; sheets of one row of heads come back all the same.
        heads = [pair for number in (top, top + 1) for pair in rows.get(number, {}).items()]
        columns = {self.heads[squeeze(c.words)]: at for at, c in heads if squeeze(c.words) in self.heads}
        hidden = next((at for at, cell in rows[top].items() if cell.words == "item_id"), None)
        placed, item, is_below = {*columns.values(), hidden}, "", False
        for number, row in rows.items():
            if number < top:
                continue
            own = row[hidden].words if hidden is not None and number > top and hidden in row else ""
            item = own.removeprefix(BAND) or item
            is_below = is_below or self._is_foot(row)
            is_piece = number > top and bool(item) and not own.startswith(BAND) and not is_below
            for column, cell in row.items():
                if not is_piece or column not in placed:
                    self._leave(number, column, cell)
                elif cell.comment:
                    self._leave(number, column, Typed("", comment=cell.comment))
            typed = {key: row[at].words.strip() for key, at in columns.items() if at in row and key != "seq"}
            if is_piece and any(typed.values()):
                yield self._make_piece(item, typed, f"{self.grid.name}!{name_cell(number, columns['measure'])}")

    def _is_foot(self, row: Mapping[int, Typed]) -> bool:
        """Whether a row is where the signatures or the note below the table begin."""
        return squeeze(next(iter(row.values())).words).startswith(self.foot)

    def _make_piece(self, item: str, typed: Mapping[str, str], place: str) -> Refinement:
        one, two, three, four = (typed.get(f"q{quarter}", "") for quarter in range(1, 5))
        measure, goal, office, person, telephone = (
            typed.get(key, "") for key in ("measure", "goal", "office", "person", "telephone")
        )
        return Refinement(
            self.unit, item, measure, goal, (one, two, three, four), office, person, telephone, self.name, place
        )
