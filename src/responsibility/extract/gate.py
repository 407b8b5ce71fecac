"""Gate: what a container must be before any parser opens it.

In: the bytes of a zip (docx, xlsx, ods, ofd) or of a PDF. Out: nothing, or a SourceError within a second. Sizes are
counted while inflating, never believed. A 5 KB workbook with one cell at XFD1048576 aborts the reader's process and
a duplicate member shows one program another text than the next, so both stop here.
"""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from responsibility.extract.refuse import refuse
from responsibility.settings import SourceSettings

_CHUNK = 1 << 16
_GRACE = 1_000_000  # a small part may compress as well as it likes
_ENCODINGS = re.compile(rb"""^<\?xml[^>]{0,200}?encoding=["']([A-Za-z0-9_-]{1,40})["']""")
_CELL = re.compile(rb"""<(?:\w{1,9}:)?c\s[^<>]{0,400}?\br=["']([A-Z]{1,9})(\d{1,10})["']""")
_ROW = re.compile(rb"""<(?:\w{1,9}:)?row\s[^<>]{0,400}?\br=["'](\d{1,10})["']""")
_MERGE = re.compile(
    rb"""<(?:\w{1,9}:)?mergeCell\s[^<>]{0,400}?ref=["']([A-Z]{1,9})(\d{1,10}):([A-Z]{1,9})(\d{1,10})["']"""
)
_COUNT = re.compile(rb"""\b(?:uniqueCount|count)=["'](\d{1,20})["']""")
_SPAN = re.compile(rb"""gridSpan\s[^<>]{0,400}?val=["'](\d{1,20})["']|-spanned=["'](\d{1,20})["']""")
_REPEAT = re.compile(rb"""<table:table-cell\s[^<>]{0,400}?columns-repeated=["'](\d{1,20})["'][^<>]{0,400}(?<!/)>""")
_ODS_ROWS = re.compile(rb"""rows-repeated=["'](\d{1,20})["']""")
_PDF_STREAM = re.compile(rb"stream\r?\n")


def pass_zip(data: bytes, name: str, limits: SourceSettings) -> dict[str, bytes]:
    """Check a zip container and return its XML parts by member name.

    Raises SourceError for anything that could hurt a parser or mean two things to two programs.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            _check_members(members, name, limits)
            return _inflate_all(archive, members, name, limits)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError) as error:
        raise refuse("DAMAGED", name, detail=type(error).__name__) from error


def _check_members(members: list[ZipInfo], name: str, limits: SourceSettings) -> None:
    names = [member.filename for member in members]
    if len(names) > limits.members:
        raise refuse("TOO_MANY_PARTS", name, count=len(names), limit=limits.members)
    if len({each.lower() for each in names}) < len(names):
        raise refuse("DUPLICATE_PART", name)
    for member in members:
        parts = member.filename.replace("\\", "/").split("/")
        if ".." in parts or member.filename.startswith(("/", "\\")) or ":" in parts[0]:
            raise refuse("UNSAFE_PART", name, part=member.filename[:60])
        if member.flag_bits & 1:
            raise refuse("PASSWORD", name)


def _inflate_all(archive: ZipFile, members: list[ZipInfo], name: str, limits: SourceSettings) -> dict[str, bytes]:
    total = 0
    parts: dict[str, bytes] = {}
    for member in members:
        content = _inflate(archive, member, name, limits)
        total += len(content)
        if total > limits.total_bytes:
            raise refuse("TOO_LARGE", name, part=member.filename, limit=limits.total_bytes)
        if _is_xml(member.filename, content):
            _check_xml(content, f"{name}: {member.filename}", limits)
            parts[member.filename] = content
    return parts


def _inflate(archive: ZipFile, member: ZipInfo, name: str, limits: SourceSettings) -> bytes:
    most = max(_GRACE, min(limits.part_bytes, member.compress_size * limits.ratio))
    pieces: list[bytes] = []
    size = 0
    with archive.open(member) as stream:
        while piece := stream.read(_CHUNK):
            size += len(piece)
            if size > most:
                raise refuse("TOO_LARGE", name, part=member.filename, limit=most)
            pieces.append(piece)
    return b"".join(pieces)


def _is_xml(filename: str, content: bytes) -> bool:
    return filename.lower().endswith((".xml", ".rels")) or content[:200].lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<"


def _check_xml(content: bytes, where: str, limits: SourceSettings) -> None:
    declared = _ENCODINGS.match(content.removeprefix(b"\xef\xbb\xbf"))
    utf8 = declared is None or declared[1].upper() in (b"UTF-8", b"US-ASCII", b"ASCII")
    if not utf8 or content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:200]:
        raise refuse("NOT_UTF8_PART", where)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise refuse("DOCTYPE", where)
    _check_areas(content, where, limits)


def _check_areas(content: bytes, where: str, limits: SourceSettings) -> None:
    for far in _ROW.finditer(content):
        if int(far[1]) > limits.rows:
            raise refuse("FAR_CELL", where, cell=far[1].decode())
    for cell in _CELL.finditer(content):
        if int(cell[2]) > limits.rows or column_number(cell[1].decode()) > limits.columns:
            raise refuse("FAR_CELL", where, cell=(cell[1] + cell[2]).decode())
    for merge in _MERGE.finditer(content):
        if _merge_area(merge) > limits.merged_cells:
            raise refuse("WIDE_SPAN", where, span=merge[0].decode()[-40:])
    for span in _SPAN.finditer(content):
        if int(span[1] or span[2]) > limits.span:
            raise refuse("WIDE_SPAN", where, span=(span[1] or span[2]).decode())
    _check_repeats(content, where, limits)
    if b"<sst" in content[:2000] and any(int(count[1]) > len(content) for count in _COUNT.finditer(content[:2000])):
        raise refuse("FALSE_COUNT", where)


def _check_repeats(content: bytes, where: str, limits: SourceSettings) -> None:
    """Refuse an .ods that says a filled row or cell a million times; empty ones are written so by every program."""
    rows = 0
    for row in content.split(b"<table:table-row")[1:]:
        head, _, cells = row.partition(b">")
        if b"<text:p" in cells or b"office:value" in cells:
            repeated = _ODS_ROWS.search(head)
            rows += int(repeated[1]) if repeated else 1
            across = sum(int(repeat[1]) for repeat in _REPEAT.finditer(cells))
            if rows > limits.rows or across > limits.columns:
                raise refuse("FAR_CELL", where, cell=f"{rows}x{across}")


def column_number(letters: str) -> int:
    """Return the column of a spreadsheet's letters, from 1: AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _merge_area(merge: re.Match[bytes]) -> int:
    left, top, right, bottom = (part.decode() for part in merge.groups())
    return (column_number(right) - column_number(left) + 1) * (int(bottom) - int(top) + 1)


def pass_pdf(data: bytes, name: str, limits: SourceSettings) -> None:
    """Check that a PDF's deflated streams, pictures aside, stay within the limits when inflated.

    Raises SourceError. Streams are found by their keyword, so a broken cross-reference table hides none.
    """
    total = 0
    for start in _PDF_STREAM.finditer(data):
        head = data[max(0, start.start() - 600) : start.start()].rpartition(b" obj")[2]
        if b"FlateDecode" in head and b"/Image" not in head:
            total += _inflated(data, start.end(), limits.part_bytes - total)
        if total >= limits.part_bytes:
            raise refuse("TOO_LARGE", name, part="stream", limit=limits.part_bytes)


def _inflated(data: bytes, start: int, most: int) -> int:
    """Return how many bytes the deflated stream at start inflates to, counting no further than most."""
    machine = zlib.decompressobj()
    size = 0
    try:
        while start < len(data) and not machine.eof and size < most:
            piece = machine.unconsumed_tail or data[start : (start := start + _CHUNK)]
            size += len(machine.decompress(piece, _CHUNK * 16))
    except zlib.error:
        return size  # whatever is broken here, the parser will say
    return size
