"""Packed: the files within a file: members of a zip, what is attached to an e-mail.

In: a file as it came in. Out: the files in it, those of archives and e-mails inside too, or the file itself. All layers
together keep the limits of one archive, and they are known before the first file is handed on.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from lzma import LZMAError
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile, ZipInfo

from responsibility.errors import ResponsibilityError, ReturnError
from responsibility.patterns import late

if TYPE_CHECKING:
    from email.message import EmailMessage, MIMEPart

# What opening a damaged or strangely packed zip raises, or reading from it.
TORN = (BadZipFile, zlib.error, LZMAError, EOFError, KeyError, OSError, ValueError, NotImplementedError, RuntimeError)

MOST_FILES = 5_000
MOST_LAYERS = 5
LARGEST_FILE = 64_000_000
MOST_BYTES = 512_000_000
_OFFICE = ("xl/", "word/", "ppt/", "[Content_Types].xml", "mimetype", "OFD.xml")
_SKIPPED = ("~$", "._", ".")
_LITTER = ("Thumbs.db", "desktop.ini")
_UTF8_FLAG = 0x800
_HEADER = re.compile(rb"(?:[!-9;-~]{1,60}:[^\r\n]{0,2000}(?:\r?\n[ \t][^\r\n]{0,2000}){0,200}(?:\r?\n|\Z))+")
_HEAD_SIZE = 65_536
_MESSAGE = "message/rfc822"
_BEFORE = b"\xef\xbb\xbf\r\n"
_FORWARDED = late(r"(?:(?:re|fwd?|转发|答复|回复)[:：]\s*)+", re.IGNORECASE)
_SENT = (b"to", b"cc", b"bcc", b"received", b"message-id", b"delivered-to", b"x-unsent")


@dataclass(frozen=True, slots=True)
class Received:
    """One file that came in: its name as sent, and its bytes; or why it could not be read."""

    name: str
    data: bytes
    error: ResponsibilityError | None = None


class _Room:
    """What may still be unpacked, of files and bytes."""

    def __init__(self, files: int, size: int) -> None:
        self._most = files, size
        self._files, self._size = files, size

    def take(self, files: int, size: int, name: str) -> None:
        self._files -= files
        self._size -= size
        if self._files < 0:
            raise ReturnError("ARCHIVE_TOO_MANY", name, limit=self._most[0])
        if self._size < 0:
            raise ReturnError("ARCHIVE_TOO_LARGE", name, limit=f"{self._most[1] / 10**6:g}")


def unpack(name: str, data: bytes, files: int = MOST_FILES, size: int = MOST_BYTES) -> tuple[Received, ...]:
    """Return the files within a file, or the file itself; an archive beyond the limits is one error and no file."""
    try:
        return tuple(_unpack(name, data, _Room(files, size), 0))
    except ReturnError as error:
        return (Received(name, b"", error),)


def _unpack(name: str, data: bytes, room: _Room, layers: int) -> Iterator[Received]:
    is_zip = is_archive(data)
    if not is_zip and not is_mail(data):
        yield Received(name, data)
    elif layers == MOST_LAYERS:
        error = ReturnError("ARCHIVES_WITHIN", name, limit=MOST_LAYERS)
        yield Received(name, b"", error)
    else:
        for each in _open_zip(name, data, room) if is_zip else _open_mail(name, data, room):
            if each.error is None:
                yield from _unpack(each.name, each.data, room, layers + 1)
            else:
                yield each


def is_litter(name: str) -> bool:
    """Say whether a file is nobody's: locks, thumbnails, hidden files."""
    return name.startswith(_SKIPPED) or name in _LITTER


def is_archive(data: bytes) -> bool:
    """Say whether bytes are a zip of files, not a document, which is a zip too; what is broken is no archive."""
    if not data.startswith(b"PK"):
        return False
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            return not any(name.startswith(_OFFICE) for name in archive.namelist())
    except TORN:
        return False


def _open_zip(archive_name: str, data: bytes, room: _Room) -> Iterator[Received]:
    with ZipFile(io.BytesIO(data)) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        # ZipFile gives no more of a member than is declared here.
        room.take(len(members), sum(min(member.file_size, LARGEST_FILE) for member in members), archive_name)
        for member in members:
            name = _decode_name(member)
            if not is_litter(name.rpartition("/")[2]) and "__MACOSX" not in name:
                yield _read_member(archive, member, f"{archive_name}/{name}")


def _decode_name(member: ZipInfo) -> str:
    """Return a member's name; Chinese Windows packs names in GBK without saying so, which reads as CP437."""
    name = member.filename
    if not member.flag_bits & _UTF8_FLAG:
        for encoding in ("utf-8", "gb18030"):
            try:
                name = member.filename.encode("cp437").decode(encoding)
                break
            except UnicodeError:
                continue
    return name.replace("\\", "/")


def _read_member(archive: ZipFile, member: ZipInfo, name: str) -> Received:
    try:
        return Received(name, _read_bytes(archive, member, name))
    except ReturnError as error:
        return Received(name, b"", error)


def _read_bytes(archive: ZipFile, member: ZipInfo, name: str) -> bytes:
    path = _decode_name(member)
    if path.startswith("/") or ".." in path.split("/") or path[1:2] == ":":
        raise ReturnError("OUT_OF_ARCHIVE", name)
    if member.flag_bits & 1:
        raise ReturnError("ARCHIVE_ENCRYPTED", name)
    if member.file_size > LARGEST_FILE:
        raise ReturnError("ATTACHED_TOO_LARGE", name, size=LARGEST_FILE // 10**6)
    try:
        return archive.read(member)
    except Exception as error:  # a damaged or strangely packed member makes zipfile raise nearly anything
        raise ReturnError("ARCHIVE_DAMAGED", name) from error


def is_mail(data: bytes) -> bool:
    """Say whether bytes are an e-mail: it is to someone, or bears files; a web page saved as .mht does neither."""
    found = _HEADER.match(data[:_HEAD_SIZE].lstrip(_BEFORE))
    head = found[0].lower() if found else b""
    names = {line.partition(b":")[0] for line in head.splitlines()}
    is_sent = b"multipart/mixed" in head or not names.isdisjoint(_SENT)
    return is_sent and not names.isdisjoint((b"from", b"mime-version"))


def read_mail(data: bytes) -> EmailMessage:
    """Return an e-mail parsed; its texts and names as people read them."""
    from email import message_from_bytes
    from email.policy import default

    return message_from_bytes(data.lstrip(_BEFORE), policy=default)


def _open_mail(name: str, data: bytes, room: _Room) -> Iterator[Received]:
    try:
        attached = list_attached(data)
    except Exception:  # headers that no standard knows make the parser raise nearly anything
        yield Received(name, b"", ReturnError("MAIL_DAMAGED", name))
        return
    room.take(len(attached), sum(len(content) for _, content in attached), name)
    if not attached:
        yield Received(name, b"", ReturnError("NOTHING_ATTACHED", name))
    for title, content in attached:
        yield Received(f"{name}/{title}", content)


def list_attached(data: bytes) -> list[tuple[str, bytes]]:
    """Return what is attached to an e-mail: names and bytes; pictures that its text shows are no attachments."""
    found = []
    for part in _leaves(read_mail(data)):
        title = part.get_filename() or ("forwarded.eml" if part.get_content_type() == _MESSAGE else "")
        is_shown = part.get_content_disposition() == "inline" and part.get_content_maintype() == "image"
        if title and not is_shown:
            found.append((title.rpartition("/")[2], _content(part)))
    return found


def _leaves(part: MIMEPart) -> Iterator[MIMEPart]:
    """Yield the parts of an e-mail that are no mere bundles; an e-mail within it is one part."""
    if part.is_multipart() and part.get_content_type() != _MESSAGE:
        for inner in part.iter_parts():
            yield from _leaves(inner)
    else:
        yield part


def _content(part: MIMEPart) -> bytes:
    """Return what a part holds; an e-mail attached to an e-mail is a message again."""
    if part.get_content_type() == _MESSAGE:
        return b"".join(bytes(inner) for inner in part.iter_parts())
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def read_letter(data: bytes) -> bytes:
    """Return the text of an e-mail itself, plain below when it was sent and what about, or as a web page.

    Empty where it has none. The subject stands above unless the text says it too.
    """
    mail = read_mail(data)
    body = mail.get_body(("plain", "html"))
    content = _content(body) if body is not None else b""
    if body is None or body.get_content_type() != "text/plain" or not content.strip():
        return content
    for encoding in ("utf-8", "gb18030"):
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return (_head_of(mail, words) + words).encode(encoding)
    return content


def _head_of(mail: EmailMessage, words: str) -> str:
    """Return the lines that a mail program prints above a text."""
    sent = getattr(mail["date"], "datetime", None)
    subject = _FORWARDED.sub("", " ".join(str(mail["subject"] or "").split()))
    lines = [f"发送时间：{sent.year}年{sent.month}月{sent.day}日"] if sent else []
    return "".join(f"{line}\n" for line in [*lines, *([subject] if subject and subject not in words else [])])
