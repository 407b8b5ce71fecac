"""Draft: a Document in the making; text and blocks grow together, so a position is never repaired.

Every extractor adds its paragraphs and tables here in reading order. A cell stands in a row of cells parted by
tabs, everything else on a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from responsibility.extract.signs import clean_text
from responsibility.kinds import BlockKind, Severity
from responsibility.model import Block, Document, Finding
from responsibility.spans import Locator, Span


@dataclass(frozen=True, slots=True)
class Placed:
    """One table cell: row and column from 1, how many of each it covers, and its words."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


class Draft:
    """Text, blocks and findings as they are found."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._findings: list[Finding] = []
        self._length = 0
        self._tables = 0

    def add(
        self,
        words: str,
        locator: Locator,
        kind: BlockKind = BlockKind.PARAGRAPH,
        *,
        numbering: str = "",
        rows: int = 1,
        columns: int = 1,
        gap: str = "\n",
    ) -> Span:
        """Append a block after a gap and return its span. What positions were counted in must be clean already."""
        words = clean_text(words)
        if self._length:
            self._parts.append(gap)
            self._length += len(gap)
        span = Span(self._length, self._length + len(words))
        self._parts.append(words)
        self._length = span.end
        self._blocks.append(Block(span, locator, kind, numbering, rows, columns))
        return span

    def add_table(self, cells: Iterable[Placed], page: int | None = None) -> list[tuple[Placed, Span]]:
        """Append a table's cells, row by row; empty cells leave no block. Returns the others with their spans."""
        self._tables += 1
        placed = []
        last = 0
        for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
            words = clean_text(cell.text).strip()
            if words:
                at = Locator(page=page, table=self._tables, row=cell.row, column=cell.column)
                gap = "\t" if cell.row == last else "\n"
                span = self.add(words, at, BlockKind.CELL, rows=cell.rows, columns=cell.columns, gap=gap)
                placed.append((cell, span))
                last = cell.row
        return placed

    def note(self, code: str, severity: Severity, span: Span | None = None, **params: object) -> None:
        """Append a finding."""
        self._findings.append(Finding(code, severity, span, params=params))

    @property
    def length(self) -> int:
        """Code points so far."""
        return self._length

    def finish(self, name: str, media_type: str, data: bytes) -> Document:
        """Return the Document; data are the bytes as they came in."""
        text = "".join(self._parts)
        return Document(name, media_type, sha256(data).hexdigest(), text, tuple(self._blocks), tuple(self._findings))
