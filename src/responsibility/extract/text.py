"""Text: from the bytes of a .txt notice to a Document, one block a line.

In: bytes and a name. Out: the decoded text after the byte order mark, line ends as they stand, without control
characters and what nobody sees. Tries, in this order, a byte order mark, UTF-16 told by its NUL pattern, strict UTF-8
and strict GB18030; the reverse order would read UTF-8 as plausible nonsense. Refuses, naming byte and line, what no
encoding explains; replaces nothing. A table drawn with tabs or upright strokes (序号|任务|责任单位), at least two lines
in a row with the same number of the same sign, has a block a cell; which columns mean what is for parse to say.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import chain

from responsibility.errors import SourceError
from responsibility.extract.layer.banded import ABOVE
from responsibility.extract.layer.strayed import PAGE_END
from responsibility.extract.plain import mend_text
from responsibility.extract.signs import drop_unseen, note_unseen
from responsibility.kinds import BlockKind, Severity
from responsibility.model import Block, Document, Finding
from responsibility.patterns import late
from responsibility.settings import SourceSettings
from responsibility.spans import Locator, Span

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_COMMON = late(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\s\x20-\x7e\u2010-\u203f\xb7\xa0]")
_CONTROL = re.compile("[\x01-\x08\v\f\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_PLAIN = "\x85\u2028\u2029"  # line ends of other systems
_BREAKS = "\v\f" + _PLAIN
_NAMES = {"\a": "BEL", "\b": "BS", "\v": "VT", "\f": "FF", "\x1b": "ESC", "\x7f": "DEL"}
_BREAK = re.compile(r"<br\s?/?>", re.IGNORECASE)
_SAMPLE = 20_000
_PLAUSIBLE_UTF16, _PLAUSIBLE_GB18030 = 0.9, 0.7  # least share of Chinese, ASCII and their punctuation


def _encoding_by_nuls(data: bytes) -> str | None:
    """Tell UTF-16 without a mark: it holds NULs, and read the right way round it is plausible."""
    if b"\0" not in data[:_SAMPLE] or len(data) % 2:
        return None
    shares = {
        encoding: _plausibility(data[:_SAMPLE].decode(encoding, "ignore")) for encoding in ("utf-16-le", "utf-16-be")
    }
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] > _PLAUSIBLE_UTF16 else None


def _plausibility(text: str) -> float:
    return len(_COMMON.findall(text)) / max(1, len(text))


def _where(data: bytes, name: str, position: int) -> str:
    line = data.count(b"\n", 0, position) + 1
    return f"{name}:{line}"


def _decode(data: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_strictly(data, name, encoding, len(mark))
    if encoding_by_nuls := _encoding_by_nuls(data):
        return _decode_strictly(data, name, encoding_by_nuls, 0)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        utf8 = error
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        raise SourceError("TEXT_CODING", _where(data, name, utf8.start), reason=utf8.reason) from utf8
    if _plausibility(text[:_SAMPLE]) < _PLAUSIBLE_GB18030:
        raise SourceError("NO_KNOWN_CODING", _where(data, name, utf8.start)) from utf8
    return text


def _decode_strictly(data: bytes, name: str, encoding: str, skip: int) -> str:
    try:
        return data[skip:].decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(
            "FALSE_CODING", _where(data, name, error.start + skip), encoding=encoding, reason=error.reason
        ) from error


def _reject_binary(text: str, data: bytes, name: str) -> None:
    position = text.find("\0")
    if position >= 0:
        line = text.count("\n", 0, position) + 1
        raise SourceError("NUL_CHARACTERS", f"{name}:{line}")
    if data and not text.strip():
        raise SourceError("BLANK_TEXT", name)
    if not data:
        raise SourceError("EMPTY_TEXT", name)


def split_lines(text: str) -> tuple[Block, ...]:
    """Tile text by its lines and cells, line ends left out; lines count from 1. Blank lines make no block."""
    spans = enumerate((Span(*match.span(1)) for match in _LINE.finditer(text)), 1)
    return split_blocks(text, [(line, span) for line, span in spans if span.start < span.end])


def extract_text(data: bytes, name: str) -> Document:
    """Read a text file as lines and cells.

    Raises SourceError with byte and line where no encoding fits, and for files that are empty or binary.
    """
    text, findings = decode_text(data, name, page_break=PAGE_END)
    mended = mend_text(text, name.rpartition(".")[2].lower())
    notes = [Finding("SOURCE_PAGE_HEAD", Severity.NOTE, params={"words": words}) for words in mended.heads]
    notes += [Finding("STRUCK_TEXT", Severity.WARNING, params={"words": words}) for words in mended.struck]
    if mended.contents:
        notes.append(Finding("SOURCE_CONTENTS", Severity.NOTE, params={"count": mended.contents}))
    blocks = split_lines(mended.text)
    if mended.text != text.replace(PAGE_END, "\n"):
        findings = tuple(replace(each, span=None) for each in findings)
    # A line break inside a cell, <br>, is a line feed of the same length, so that the blocks stay where they are.
    text = _BREAK.sub(lambda match: "\n".ljust(len(match[0])), mended.text)
    return Document(name, "text/plain", sha256(data).hexdigest(), text, blocks, (*findings, *notes))


def read_text(data: bytes, name: str, limits: SourceSettings) -> Document:  # noqa: ARG001  # as readers are called
    """Read a text file as a source of any kind is read."""
    return extract_text(data, name)


def decode_text(
    data: bytes, name: str, line_break: str = "\n", page_break: str | None = None
) -> tuple[str, tuple[Finding, ...]]:
    """Return the text of a file without control characters and what nobody sees, and a finding for each kind of them.

    line_break: what stands for a break that is no line end: Word's (VT), a new page (FF), U+2028. page_break: what
    stands for a new page where that is something else.
    Raises SourceError as extract_text does.
    """
    words = _decode(data, name)
    _reject_binary(words, data, name)
    text = drop_unseen(words)
    unseen = note_unseen(words) if text != words else ()
    found = list(_CONTROL.finditer(text))
    if not found:
        return text, unseen
    counts = Counter(match[0] for match in found)
    # A break keeps its place, everything else goes, so what follows moves up.
    gone = 0
    places: dict[str, Span] = {}
    for match in found:
        at = match.start() - gone
        places.setdefault(match[0], Span(max(0, at - 1), at + 1))
        gone += match[0] not in _BREAKS
    breaks = {**dict.fromkeys(_BREAKS, line_break), "\f": page_break or line_break}
    tidy = _CONTROL.sub(lambda match: breaks.get(match[0], ""), text)
    notes = tuple(_note(char, counts[char], places[char], len(tidy)) for char in counts if char not in _PLAIN)
    return tidy, (*unseen, *notes)


def _note(char: str, count: int, span: Span, length: int) -> Finding:
    sign = f"U+{ord(char):04X} {_NAMES.get(char, '')}".strip()
    code, severity = ("SOURCE_BREAKS", Severity.NOTE) if char in _BREAKS else ("SOURCE_CONTROLS", Severity.WARNING)
    return Finding(code, severity, Span(span.start, min(span.end, length)), params={"sign": sign, "count": count})


_SIGNS = "\t|｜│┃¦"
_FEWEST = 2  # signs in a line of a table
_LONGEST_HEAD = 16
_LONGEST_PART = 40  # of a row that is the name of a table's part
_MOST_PARTS = 2  # such rows one below the other
_LONGEST_ROW = 12  # lines
_NONE = (0, Span(0, 0))
_UNDERLINE = late(r"[\s|｜:+=—-]+\Z")  # |---|---| below the heads


def split_blocks(text: str, lines: Sequence[tuple[int, Span]]) -> tuple[Block, ...]:
    """Tile the lines (their numbers and spans) into lines and cells; the text stays as it is."""
    blocks: list[Block] = []
    tables = 0
    for sign, rows in _ruled_groups(text, _join_broken(text, lines)):
        if not sign:
            blocks.extend(Block(span, Locator(line=number)) for number, span in rows)
            continue
        tables += 1
        outer = rows[0][1].of(text).startswith(sign) and sign != "\t"
        cells = chain.from_iterable(
            _cells(text, span, sign, (tables, row, -outer)) for row, (_, span) in enumerate(rows, 1)
        )
        blocks.extend(_span_rows(text, cells) if ABOVE in text else cells)
    return tuple(blocks)


def _join_broken(text: str, lines: Sequence[tuple[int, Span]]) -> Sequence[tuple[int, Span]]:
    """Put a row together that a line break inside a cell has parted, where its cells then add up.

    Such a row is one of |cell|cell|, or one that a spreadsheet has parted by tabs with that cell in "".
    """
    if "|" not in text and '"' not in text:
        return lines
    joined: list[tuple[int, Span]] = []
    at = whole = tabs = 0  # signs of the last row that is whole: strokes, tabs
    while at < len(lines):
        number, span = lines[at]
        row = span.of(text)
        if _opens_row(row):
            whole = row.count("|") if _closes_row(row) else whole
            stop = at if _closes_row(row) else _find_close(text, lines, at, whole)
        elif "\t" in row and row.count('"') % 2:
            stop = _find_quote(text, lines, at, tabs)
        else:
            stop, tabs = at, row.count("\t")
        joined.append((number, Span(span.start, lines[stop][1].end)))
        at = stop + 1
    return joined


def _opens_row(line: str) -> bool:
    return line.lstrip().startswith("|")


def _closes_row(line: str) -> bool:
    return line.rstrip().endswith("|") and len(line.strip()) > 1


def _find_close(text: str, lines: Sequence[tuple[int, Span]], at: int, whole: int) -> int:
    """Return the line that closes the row which the line at opens, or this one where none does."""
    count = lines[at][1].of(text).count("|")
    for stop in range(at + 1, min(at + _LONGEST_ROW, len(lines))):
        line = lines[stop][1].of(text)
        count += line.count("|")
        if _opens_row(line) or count > whole:
            break
        if count == whole and _closes_row(line):
            return stop
    return at


def _find_quote(text: str, lines: Sequence[tuple[int, Span]], at: int, tabs: int) -> int:
    """Return the line in which the "" opened in the line at are closed, where the row then has as many tabs."""
    for stop in range(at + 1, min(at + _LONGEST_ROW, len(lines))):
        row = text[lines[at][1].start : lines[stop][1].end]
        if row.count('"') % 2 == 0:
            return stop if row.count("\t") == tabs else at
    return at


def _span_rows(text: str, cells: Iterable[Block]) -> Iterable[Block]:
    """Let a cell reach down over those below it that say their words stand above."""
    spanned: dict[int, Block] = {}  # by where a cell begins
    last: dict[int | None, int] = {}  # of each column
    for cell in cells:
        above = last.get(cell.locator.column)
        if cell.span.of(text) == ABOVE and above is not None:
            spanned[above] = spanned[above]._replace(rows=spanned[above].rows + 1)
        else:
            spanned[cell.span.start] = cell
            last[cell.locator.column] = cell.span.start
    return spanned.values()


def _ruled_groups(text: str, lines: Sequence[tuple[int, Span]]) -> Iterator[tuple[str, list[tuple[int, Span]]]]:
    """Yield lines of words with "", and the rows of a table with their sign; a row may lack its last, empty cells."""
    at = 0
    if not any(sign in text for sign in _SIGNS):  # as most texts have none
        yield "", list(lines)
        return
    while at < len(lines):
        sign, count = _ruled(lines[at][1].of(text))
        count = _most_signs(text, lines, at) if sign == "\t" else count
        stop = at + 1
        while count >= _FEWEST and stop < len(lines):
            other, fewer = _ruled(lines[stop][1].of(text))
            if not other and (parts := _count_parts(text, lines, stop, lines[at][1], count)):
                stop += parts
            elif other != sign or not _FEWEST <= max(fewer, _FEWEST * (sign == "\t" and fewer > 0)) <= count:
                break
            stop += 1
        yield sign if stop - at > 1 else "", list(lines[at:stop])
        at = stop


def _most_signs(text: str, lines: Sequence[tuple[int, Span]], at: int) -> int:
    """Return how many tabs a row of the table that begins here can have: as many as the first.

    Heads below a merged head that was printed once add their own: 牵头 | 配合 below 序号 | 任务 | 责任单位.
    """
    rows = [span.of(text).split("\t") for _, span in (*lines[at : at + 3], _NONE, _NONE)[:3]]
    first, second, third = (len(row) - 1 for row in rows)
    are_heads = all(0 < len(cell.strip()) <= _LONGEST_HEAD and "。" not in cell for row in rows[:2] for cell in row)
    return first + second if are_heads and 0 < second <= first < third <= first + second else first


def _count_parts(text: str, lines: Sequence[tuple[int, Span]], at: int, head: Span, most: int) -> int:
    """Count the lines from one on that name parts of the table with this head: rows that were one cell have no sign.

    What stands below them is a row like the head, which fills all its cells, and not the head of another table.
    """
    first = head.of(text)
    sign, count = _ruled(first)
    if not all(map(str.strip, first.split(sign))):
        return 0
    for parts in range(1, _MOST_PARTS + 1):
        words, below = (span.of(text) for _, span in (*lines[at + parts - 1 : at + parts + 1], _NONE, _NONE)[:2])
        if not 0 < len(words.strip()) <= _LONGEST_PART or "。" in words:
            return 0
        other, signs = _ruled(below)
        if other:
            filled = sum(bool(cell.strip()) for cell in below.split(sign))
            fewest = count - (sign == "\t" and count > _FEWEST)  # a row may lack its last, empty cell
            whole = other == sign and fewest <= signs <= most
            return parts if whole and filled >= _FEWEST and below != first else 0
    return 0


def _ruled(line: str) -> tuple[str, int]:
    """Return the sign that parts a line's cells and how often it stands there."""
    for sign in _SIGNS:
        if count := line.count(sign):
            return sign, count
    return "", 0


def _cells(text: str, line: Span, sign: str, place: tuple[int, int, int]) -> Iterator[Block]:
    """Yield a line's cells. place: table, row, and the number of the column before the first."""
    told = line.of(text)
    if _UNDERLINE.match(told):
        return
    table, row, before = place
    start = line.start
    for column, cell in enumerate(told.split(sign), before + 1):
        if words := cell.strip():
            begin = start + (0 if words == cell else cell.index(words))
            if sign == "\t" and "\n" in words and words[0] == words[-1] == '"':  # as a spreadsheet copies such a cell
                words, begin = words[1:-1], begin + 1
            where = Locator(None, None, None, table, row, column or 1)
            yield Block(Span(begin, begin + len(words)), where, BlockKind.CELL)
        start += len(cell) + 1
