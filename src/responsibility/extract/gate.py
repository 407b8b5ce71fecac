"""Gate: what a container must be before any parser opens it.

In: the bytes of a zip (docx, xlsx, ods, ofd) or of a PDF. Out: nothing, or a SourceError within a second. Sizes are
counted while inflating, never believed. A 5 KB workbook with one cell at XFD1048576 aborts the reader's process and
a duplicate member shows one program another text than the next, so both stop here.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from responsibility.errors import SourceError, Term
from responsibility.extract.areas import check_part
from responsibility.extract.packed import TORN
from responsibility.settings import SourceSettings

_CHUNK = 1 << 16
_GRACE = 1_000_000  # a small part may compress as well as it likes
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
    except TORN as error:
        raise SourceError("DAMAGED", name, detail=type(error).__name__) from error


def _check_members(members: list[ZipInfo], name: str, limits: SourceSettings) -> None:
    names = [member.filename for member in members]
    if len(names) > limits.members:
        raise SourceError("TOO_MANY_PARTS", name, count=len(names), limit=limits.members)
    if len({each.lower() for each in names}) < len(names):
        raise SourceError("DUPLICATE_PART", name)
    for member in members:
        parts = member.filename.replace("\\", "/").split("/")
        if ".." in parts or member.filename.startswith(("/", "\\")) or ":" in parts[0]:
            raise SourceError("UNSAFE_PART", name, part=member.filename[:60])
        if member.flag_bits & 1:
            raise SourceError("PASSWORD", name)


def _inflate_all(archive: ZipFile, members: list[ZipInfo], name: str, limits: SourceSettings) -> dict[str, bytes]:
    total = 0
    parts: dict[str, bytes] = {}
    for member in members:
        content = _inflate(archive, member, name, limits)
        total += len(content)
        if total > limits.total_bytes:
            raise SourceError("TOO_LARGE", name, part=member.filename, limit=limits.total_bytes)
        is_strict = member.filename.lower().endswith((".xml", ".rels"))
        # Other parts may be mark-up too: Excel itself writes drawings that are not well-formed.
        if is_strict or content[:200].lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
            check_part(content, f"{name}: {member.filename}", limits, is_strict=is_strict)
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
                raise SourceError("TOO_LARGE", name, part=member.filename, limit=most)
            pieces.append(piece)
    return b"".join(pieces)


def pass_pdf(data: bytes, name: str, limits: SourceSettings) -> None:
    """Check that a PDF's deflated streams, pictures aside, stay within the limits when inflated.

    Raises SourceError. Streams are found by their keyword, so a broken cross-reference table hides none.
    """
    most = min(limits.part_bytes, max(_GRACE, len(data) * limits.ratio))
    total = 0
    for start in _PDF_STREAM.finditer(data):
        head = data[max(0, start.start() - 600) : start.start()].rpartition(b" obj")[2]
        if b"/Image" not in head:
            total += _inflated(data, start.end(), head.count(b"FlateDecode"), most - total)
        if total >= most:
            raise SourceError("TOO_LARGE", name, part=Term("a stream", "页面内容"), limit=most)


def _inflated(data: bytes, start: int, times: int, most: int) -> int:
    """Return how many bytes a stream deflated so many times over inflates to, counting no further than most."""
    pieces = (data[at : at + _CHUNK] for at in range(start, len(data), _CHUNK)) if times else iter(())
    for _ in range(times):
        pieces = _inflate_pieces(pieces)
    size = 0
    with suppress(zlib.error):  # whatever is broken here, the parser will say
        for piece in pieces:
            size += len(piece)
            if size >= most:
                break
    return size


def _inflate_pieces(pieces: Iterator[bytes]) -> Iterator[bytes]:
    machine = zlib.decompressobj()
    for each in pieces:
        piece = each
        while piece and not machine.eof:
            yield machine.decompress(piece, _CHUNK * 16)
            piece = machine.unconsumed_tail
        if machine.eof:
            return
