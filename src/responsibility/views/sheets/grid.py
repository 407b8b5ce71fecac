"""Grid: where a matrix's cells are, for its own formulas and those of other sheets."""

from __future__ import annotations

from dataclasses import dataclass

from responsibility.kinds import Role
from responsibility.model import Item
from responsibility.views.running import widen_signs
from responsibility.views.scene import Scene
from responsibility.views.sheet import Area, absolute, quoted, relative

HEAD = 4  # the row of column heads; above it the kinds of units
LEFT = 2  # columns before the first unit


@dataclass(frozen=True, slots=True)
class Lattice:
    """The rows and columns of a matrix: one line a row below the heads, an Item or the words of a band; unit ids."""

    lines: tuple[Item | str, ...]
    units: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to count, so that a formula would count itself."""
        return not (self.lines and self.units)

    @property
    def top(self) -> int:
        """The first row below the heads."""
        return HEAD + 1

    @property
    def bottom(self) -> int:
        """The last row above the totals; equal to top - 1 in an empty matrix."""
        return HEAD + len(self.lines)

    @property
    def right(self) -> int:
        """The first column after the units: the row totals, then the weights."""
        return LEFT + len(self.units)

    @property
    def marks(self) -> Area:
        """Every cell that can hold a mark."""
        return Area(self.top, LEFT, self.bottom, self.right - 1)

    def total_row(self, place: int) -> int:
        """Return the row of a role's totals (by strength), or of all (3)."""
        return self.bottom + 1 + place

    def column_area(self, column: int) -> str:
        """Name the marks of one unit as a formula does."""
        return f"{relative(self.top, column)}:{relative(self.bottom, column)}"


def lay_grid(scene: Scene) -> Lattice:
    """List the rows of the matrix: bands where the headings change, then the items that name someone."""
    lines: list[Item | str] = []
    above: tuple[str, ...] = ()
    levels = list_levels(scene)
    for item in scene.assigned:
        words = tuple(part for level, part in enumerate(scene.parts(item)) if level in levels)
        if words and words != above:
            lines.append(widen_signs("　".join(words)))
        above = words
        lines.append(item)
    return Lattice(tuple(lines), tuple(scene.units))


def list_levels(scene: Scene) -> set[int]:
    """Return the levels of headings that tell tasks apart; one that is above all of them says nothing."""
    paths = [scene.parts(item) for item in scene.assigned]
    deepest = max(map(len, paths), default=0)
    return {level for level in range(deepest) if len({path[: level + 1] for path in paths}) > 1}


def marks_of(grid: Lattice, unit_place: int, sheet: str) -> str:
    """Name a unit's marks for other sheets' formulas."""
    area = Area(grid.top, LEFT + unit_place, grid.bottom, LEFT + unit_place)
    return f"{quoted(sheet)}!{area.reference}"


def weights_of(grid: Lattice, sheet: str) -> str:
    """Name the column of item weights for other sheets' formulas."""
    column = grid.right + 4
    return f"{quoted(sheet)}!{Area(grid.top, column, grid.bottom, column).reference}"


def total_cell(grid: Lattice, unit_place: int, role: Role, sheet: str) -> str:
    """Name the cell that counts a unit's marks of one role, for other sheets' formulas."""
    return f"{quoted(sheet)}!{absolute(grid.total_row(role.strength), LEFT + unit_place)}"
