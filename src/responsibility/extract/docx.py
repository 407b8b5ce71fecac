"""Docx: a Word file as a person sees it, automatic numbers included.

In: the bytes of a .docx. Out: a Document whose paragraphs carry their numbers in the text and in Block.numbering;
tables as cells, a table of one column as paragraphs; a footnote that names units stands behind its paragraph.
Insertions are accepted and deletions and struck words dropped, each with a finding; what has no text (pictures) or
stands aside (other footnotes, comments, page heads) is named in a finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from responsibility.errors import SourceError
from responsibility.extract.draft import Draft, Placed
from responsibility.extract.endnotes import says_whose
from responsibility.extract.gate import pass_zip
from responsibility.extract.numbering import Numbering, W
from responsibility.extract.passage import (
    DROPPED,
    Passage,
    Revision,
    Strays,
    compose_passage,
    is_form_placeholder,
    join_passages,
    read_pieces,
)
from responsibility.extract.signs import clean_text
from responsibility.kinds import BlockKind, Severity
from responsibility.model import Document
from responsibility.settings import SourceSettings
from responsibility.spans import Locator, Span

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ASIDE = {"footnotes": "SOURCE_FOOTNOTES", "endnotes": "SOURCE_FOOTNOTES", "comments": "SOURCE_COMMENTS"}
_HOLDERS = ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
_QUOTED = 60  # characters of a text left out that a finding quotes


def read_docx(data: bytes, name: str, limits: SourceSettings) -> Document:
    """Read a Word file. Raises SourceError if the gate stops it, it is of the strict variant or holds no text."""
    from docx.oxml import parse_xml
    from docx.package import Package

    if b"purl.oclc.org/ooxml" in pass_zip(data, name, limits).get("_rels/.rels", b""):
        raise SourceError("STRICT", name)
    main = Package.open(BytesIO(data)).main_document_part
    parts = {rel.reltype.rpartition("/")[2]: rel.target_part for rel in main.rels.values() if not rel.is_external}
    roots = {kind: parse_xml(part.blob) for kind, part in parts.items() if kind in ("numbering", "styles", *_ASIDE)}
    notes = {kind: _read_notes(roots.get(kind)) for kind in _ASIDE}
    reader = _Reader(Numbering(roots.get("numbering"), roots.get("styles")), notes["footnotes"] | notes["endnotes"])
    body = parse_xml(main.blob).find(f"{W}body")
    reader.read_blocks(body)
    for kind, code in _ASIDE.items():
        reader.report_aside(code, notes[kind])
    reader.report_heads(parse_xml(rel.target_part.blob) for rel in main.rels.values() if _is_head(rel))
    if unfilled := sum(map(is_form_placeholder, body.iter(f"{W}sdt"))):
        reader.draft.note("SOURCE_PLACEHOLDERS", Severity.WARNING, count=unfilled)
    reader.report_strays()
    if not reader.draft.length:
        raise SourceError("NO_TEXT", name)
    return reader.draft.finish(name, MEDIA_TYPE, data)


def _is_head(rel: Any) -> bool:
    return not rel.is_external and rel.reltype.rpartition("/")[2] in ("header", "footer")


class _Reader:
    """Walks the body in order; draft grows, strays gather."""

    def __init__(self, numbering: Numbering, notes: Mapping[str, str]) -> None:
        self.draft = Draft()
        self._numbering = numbering
        self._notes = {key: words for key, words in notes.items() if says_whose(words)}
        self._strays = Strays()
        self._carried: list[tuple[str, Revision | None]] = []
        self._paragraphs = 0
        self._nested = 0
        self._contents = 0
        self._embedded = 0

    def read_blocks(self, parent: Any, kind: BlockKind = BlockKind.PARAGRAPH) -> None:
        """Read the paragraphs and tables below parent, each with the text boxes anchored in it."""
        self._embedded += sum(1 for _ in parent.iterchildren(f"{W}altChunk"))
        for block in _blocks(parent):
            if block.tag == f"{W}tbl":
                self._read_table(block, kind)
            elif self._numbering.style_name(block).lower().startswith("toc "):
                self._contents += 1
            else:
                self._add(self._passage(block), kind)
            for note in self._take_notes():
                self._add(note, kind)
            boxes, self._strays.boxes = self._strays.boxes, []
            for box in boxes:
                self.read_blocks(box, BlockKind.TEXT_BOX)
        self._add(self._flush(), kind)

    def _take_notes(self) -> list[Passage]:
        """Return the notes met since the last call that name units."""
        keys, self._strays.notes = self._strays.notes, []
        return [Passage(self._notes[key]) for key in keys if key in self._notes]

    def _flush(self) -> Passage:
        """Return what a deleted last paragraph mark had nothing to join to."""
        pieces, self._carried = self._carried, []
        return compose_passage(pieces)

    def _passage(self, paragraph: Any) -> Passage:
        pieces = self._carried + read_pieces(paragraph, self._strays)
        # A deleted paragraph mark joins the words to the next paragraph and takes its own number away.
        self._carried = pieces if _mark_deleted(paragraph) else []
        if self._carried:
            return Passage("")
        return compose_passage(pieces, *self._numbering.number(paragraph))

    def _add(self, passage: Passage, kind: BlockKind) -> None:
        if passage.text == passage.numbering:  # an empty paragraph; its number is counted all the same
            for mark, *_, words in passage.marks:
                self._note_marks(Passage("", ((mark, 0, 0, words),)), self.draft.length)
            return
        self._paragraphs += 1
        at = Locator(paragraph=self._paragraphs)
        span = self.draft.add(passage.text, at, kind, numbering=passage.numbering)
        self._note_marks(passage, span.start)

    def _note_marks(self, passage: Passage, start: int) -> None:
        for mark, begin, end, words in passage.marks:
            severity = Severity.WARNING if mark in (Revision.HIDDEN, Revision.STRUCK) else Severity.NOTE
            span = Span(start + begin, start + (begin if mark in DROPPED else end))
            self.draft.note(mark.value, severity, span, words=words[:_QUOTED])

    def _read_table(self, table: Any, kind: BlockKind) -> None:
        grid = list(_grid(table))
        if all(column == 1 for _, column, _, _ in grid):
            for *_, cell in grid:
                self.read_blocks(cell, kind)
            return
        cells: dict[tuple[int, int], tuple[Placed, Passage]] = {}
        above: dict[int, tuple[int, int]] = {}
        for row, column, columns, cell in grid:
            if _continues(cell) and column in above:
                key = above[column]
                first, passage = cells[key]
                cells[key] = Placed(key[0], column, first.text, row - key[0] + 1, first.columns), passage
                continue
            passage = self._cell_passage(cell)
            if _row_deleted(cell):
                passage = Passage("", ((Revision.DELETED, 0, 0, passage.text),) if passage.text else passage.marks)
            cells[row, column] = Placed(row, column, passage.text, 1, columns), passage
            above[column] = (row, column)
        for cell, span in self.draft.add_table(cell for cell, _ in cells.values()):
            self._note_marks(cells.pop((cell.row, cell.column))[1], span.start)
        for _, emptied in cells.values():
            self._note_marks(emptied, self.draft.length)

    def _cell_passage(self, cell: Any) -> Passage:
        passages = []
        for block in _blocks(cell):
            if block.tag == f"{W}tbl":
                self._nested += 1
                inner = (self._cell_passage(each) for *_, each in _grid(block))
                passages.append(join_passages(inner))
            else:
                passages.append(self._passage(block))
        passages += [self._flush(), *self._take_notes()]
        return join_passages(passages)

    def report_aside(self, code: str, notes: Mapping[str, str]) -> None:
        """Name the notes or comments that are not part of the text."""
        for key, words in notes.items():
            if key not in self._notes:
                self.draft.note(code, Severity.NOTE, words=words[:_QUOTED])

    def report_heads(self, roots: Iterator[Any]) -> None:
        """Name running heads and feet that say more than a page number."""
        said = {"".join(part.text or "" for part in root.iter(f"{W}t")).strip(): None for root in roots}
        for words in said:
            if any(char.isalpha() and char not in "第页共" for char in words):
                self.draft.note("SOURCE_PAGE_HEAD", Severity.NOTE, words=words[:_QUOTED])

    def report_strays(self) -> None:
        """Count what had no text."""
        if self._embedded:
            self.draft.note("SOURCE_EMBEDDED", Severity.WARNING, count=self._embedded)
        for code, count in (
            ("SOURCE_PICTURES", self._strays.pictures),
            ("SOURCE_NESTED_TABLES", self._nested),
            ("SOURCE_CONTENTS", self._contents),
        ):
            if count:
                self.draft.note(code, Severity.NOTE, count=count)


def _read_notes(root: Any) -> dict[str, str]:
    """Return the words of notes or comments by their kind and id."""
    notes = () if root is None else root.iterchildren()
    words = {
        f"{note.tag}{note.get(f'{W}id')}": "".join(part.text or "" for part in note.iter(f"{W}t")).strip()
        for note in notes
    }
    return {key: clean_text(said) for key, said in words.items() if said}


def _blocks(parent: Any) -> Iterator[Any]:
    """Yield the paragraphs and tables below parent through content controls and accepted revisions."""
    for child in parent.iterchildren():
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag in {f"{W}{holder}" for holder in _HOLDERS} and not is_form_placeholder(child):
            yield from _blocks(child)


def _mark_deleted(paragraph: Any) -> bool:
    return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None


def _grid(table: Any) -> Iterator[tuple[int, int, int, Any]]:
    """Yield (row, column, columns covered, cell), all from 1."""
    for number, row in enumerate(_below(table, "tr"), 1):
        column = 1 + _whole(row.find(f"{W}trPr/{W}gridBefore"))
        for cell in _below(row, "tc"):
            columns = max(1, _whole(cell.find(f"{W}tcPr/{W}gridSpan")))
            yield number, column, columns, cell
            column += columns


def _below(node: Any, name: str) -> Iterator[Any]:
    for child in node.iterchildren():
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in {f"{W}{holder}" for holder in _HOLDERS}:
            yield from _below(child, name)


def _row_deleted(cell: Any) -> bool:
    row = next(cell.iterancestors(f"{W}tr"))
    return row.find(f"{W}trPr/{W}del") is not None


def _continues(cell: Any) -> bool:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val") != "restart"


def _whole(element: Any) -> int:
    words = "" if element is None else element.get(f"{W}val") or ""
    return int(words) if words.isascii() and words.isdigit() else 0
