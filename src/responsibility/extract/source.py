"""Source: what kind of file this is, told by its content, and who reads it.

In: the bytes of any source and its name. Out: its Document. The suffix is believed only where the content cannot tell
(a .csv from a .txt); a file that is not what its name says is read as what it is, with a finding. READERS has one
line a kind. Every fault of a parser ends here as a SourceError.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from hashlib import sha256
from importlib import import_module
from io import BytesIO
from zipfile import ZipFile

from responsibility.errors import ResponsibilityError, SourceError
from responsibility.extract.endnotes import place_notes
from responsibility.extract.packed import TORN, Received, is_mail, read_letter, unpack
from responsibility.extract.signs import settle_signs
from responsibility.kinds import Severity
from responsibility.model import Document, Finding
from responsibility.settings import SourceSettings

Convert = Callable[[bytes, str], bytes]


class Kind(Enum):
    """What a file is; the value is the suffix a person expects."""

    TEXT = "txt"
    DOCX = "docx"
    OLD_WORD = "doc"
    RTF = "rtf"
    WORD_XML = "xml"
    ODT = "odt"
    PDF = "pdf"
    OFD = "ofd"
    HTML = "html"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    DELIMITED = "csv"
    MAIL = "eml"
    ZIP = "zip"


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a parser is given: a file of a kind and the limits it must keep."""

    kind: Kind
    data: bytes
    name: str
    limits: SourceSettings


Guard = Callable[[Callable[[Parcel], Document], Parcel], Document]

# The module that holds the reader of a kind, and its name: a run loads what its own sources need.
READERS: Mapping[Kind, tuple[str, str]] = {
    Kind.TEXT: ("text", "read_text"),
    Kind.DOCX: ("docx", "read_docx"),
    Kind.PDF: ("pages.pdf", "read_pdf"),
    Kind.OFD: ("pages.ofd", "read_ofd"),
    Kind.HTML: ("html", "read_html"),
    Kind.XLSX: ("table", "read_workbook"),
    Kind.XLS: ("table", "read_workbook"),
    Kind.ODS: ("table", "read_workbook"),
    Kind.DELIMITED: ("table", "read_delimited"),
}
_GUARDED = (Kind.PDF, Kind.XLSX, Kind.XLS, Kind.ODS)  # their libraries may end or fill the process
_CONVERTED = (Kind.OLD_WORD, Kind.RTF, Kind.WORD_XML, Kind.ODT)  # LibreOffice turns these into .docx
_PACKED = (Kind.MAIL, Kind.ZIP)  # the notice is a file within
_SUFFIXES: Mapping[Kind, tuple[str, ...]] = {
    Kind.TEXT: ("txt", "text", "md", "", "csv", "tsv"),
    Kind.DOCX: ("docx", "docm", "dotx"),
    Kind.OLD_WORD: ("doc", "wps", "dot", "wpt"),
    Kind.HTML: ("html", "htm", "shtml", "xhtml", "jhtml", "mhtml"),
    Kind.XLSX: ("xlsx", "xlsm"),
    Kind.XLS: ("xls", "et", "ett"),
    Kind.DELIMITED: ("csv", "tsv"),
}
_TABLE_SUFFIXES = ("csv", "tsv", "xls", "xlsx", "et")
_FOREIGN = (
    (0, b"\x89PNG", "PICTURE", "PNG"),
    (0, b"\xff\xd8\xff", "PICTURE", "JPEG"),
    (0, b"GIF8", "PICTURE", "GIF"),
    (0, b"BM", "PICTURE", "BMP"),
    (0, b"II*\0", "PICTURE", "TIFF"),
    (0, b"MM\0*", "PICTURE", "TIFF"),
    (8, b"WEBP", "PICTURE", "WEBP"),
    (4, b"ftyphei", "PICTURE", "HEIC"),
    (0, b"Rar!", "ARCHIVE", "RAR"),
    (0, b"7z\xbc\xaf", "ARCHIVE", "7z"),
    (0, b"\x1f\x8b", "ARCHIVE", "gz"),
    (0, b"BZh", "ARCHIVE", "bz2"),
    (0, b"\xfd7zXZ", "ARCHIVE", "xz"),
    (257, b"ustar", "ARCHIVE", "tar"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"<(?:!doctype html|html|head|body|meta)[\s>]", re.IGNORECASE)
_WEB_ARCHIVE = re.compile(rb"\s*(?:mime-version:|from: *<(?:saved by|\xe7\x94\xb1|\xd3\xc9))", re.IGNORECASE)
_MARKUP = re.compile(rb"<(?:div|table|p|span|article|section|h[1-6]|br)[\s/>]", re.IGNORECASE)
_ZIP_KINDS = (("word/", Kind.DOCX), ("xl/", Kind.XLSX), ("ofd.xml", Kind.OFD))
_SNIFFED = 4_096


def extract_document(
    data: bytes,
    name: str,
    *,
    limits: SourceSettings | None = None,
    convert: Convert | None = None,
    guard: Guard | None = None,
) -> Document:
    """Read a source of any kind.

    convert: turns the bytes of an old Word file, given with their suffix, into those of a .docx; without it such a
    file is refused with the way to save it anew.
    guard: applies a parser to a file where neither can do harm (system.guard); without it, all is parsed right here.
    Raises SourceError for what is empty, damaged, locked, beyond the limits or no notice at all.
    """
    limits = limits or SourceSettings()
    if len(data) > limits.file_bytes:
        raise SourceError("TOO_LARGE", name, part=name, limit=limits.file_bytes)
    kind = tell_kind(data, name)
    if kind not in _PACKED:
        return _read_kind(Parcel(kind, data, name, limits), convert, guard)
    inner, note = _take_out(Parcel(kind, data, name, limits))
    document = _read_kind(inner, convert, guard)
    return replace(document, name=name, sha256=sha256(data).hexdigest(), findings=(note, *document.findings))


def _read_kind(parcel: Parcel, convert: Convert | None, guard: Guard | None) -> Document:
    if parcel.kind in _CONVERTED:
        return _read_converted(parcel, convert)
    return _note_suffix(guard(_read, parcel) if guard and parcel.kind in _GUARDED else _read(parcel), parcel.kind)


def _take_out(packed: Parcel) -> tuple[Parcel, Finding]:
    """Return the one notice in an archive or e-mail, or an e-mail's own text; with a finding that names it.

    Raises SourceError where it holds none, or more than one.
    """
    name, limits = packed.name, packed.limits
    received = unpack(name, packed.data)
    kinds = [(_kind_of_packed(each), each) for each in received]
    found = [Parcel(kind, each.data, _name_within(each, name), limits) for kind, each in kinds if kind]
    if len(found) > 1:
        raise SourceError("PACKED_SEVERAL", name, files=tuple(each.name for each in found))
    letter = b"" if found or packed.kind is not Kind.MAIL else _read_letter(packed)
    if not found and not letter.strip():
        raise _tell_none(received, name)
    left = [_name_within(each, name) for kind, each in kinds if not kind and each.name != name]
    code, parcel = ("SOURCE_PACKED", found[0]) if found else ("SOURCE_MAIL_TEXT", _letter(letter, limits))
    params = {"part": parcel.name, "left": "、".join(left) or "—"}
    return parcel, Finding(code, Severity.WARNING if left else Severity.NOTE, params=params)


def _kind_of_packed(received: Received) -> Kind | None:
    """Return the kind of a notice that came in an archive or e-mail, None for anything else."""
    try:
        return None if received.error else tell_kind(received.data, received.name)
    except SourceError:
        return None


def _name_within(received: Received, name: str) -> str:
    return received.name.removeprefix(f"{name}/")


def _tell_none(received: tuple[Received, ...], name: str) -> SourceError:
    """Say why nothing in an archive can be read: by what stopped the first, else by the names of all."""
    error = next((each.error for each in received if each.error), None)
    if error:
        return SourceError(error.code, error.where, **error.params)
    return SourceError("PACKED_EMPTY", name, files=tuple(_name_within(each, name) for each in received))


def _read_letter(packed: Parcel) -> bytes:
    try:
        return read_letter(packed.data)
    except Exception as error:  # headers that no standard knows make the parser raise nearly anything
        raise SourceError("DAMAGED", packed.name, detail=type(error).__name__) from error


def _letter(data: bytes, limits: SourceSettings) -> Parcel:
    is_page = _HTML.search(data[:_SNIFFED]) or _MARKUP.search(data[:_SNIFFED])
    return Parcel(Kind.HTML, data, "text.html", limits) if is_page else Parcel(Kind.TEXT, data, "text", limits)


def _load_reader(kind: Kind) -> Callable[[bytes, str, SourceSettings], Document]:
    module, name = READERS[kind]
    reader: Callable[[bytes, str, SourceSettings], Document] = getattr(
        import_module(f"responsibility.extract.{module}"), name
    )
    return reader


def _read(parcel: Parcel) -> Document:
    try:
        document = _load_reader(parcel.kind)(parcel.data, parcel.name, parcel.limits)
    except (ResponsibilityError, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    # A panic of calamine's Rust is no Exception; whatever the parser trips over, the file is what is wrong.
    except BaseException as error:
        raise SourceError("DAMAGED", parcel.name, detail=f"{type(error).__name__}: {error}"[:80]) from error
    if len(document.text) > parcel.limits.characters:
        raise SourceError("TOO_LONG", parcel.name, count=len(document.text), limit=parcel.limits.characters)
    return place_notes(settle_signs(document))


def _read_converted(parcel: Parcel, convert: Convert | None) -> Document:
    kind, data, name = parcel.kind, parcel.data, parcel.name
    if convert is None:
        raise SourceError("OLD_WORD", name, kind=kind.value)
    suffix = _suffix(name) if _suffix(name) in _SUFFIXES[Kind.OLD_WORD] else kind.value
    document = _read(replace(parcel, kind=Kind.DOCX, data=convert(data, suffix)))
    note = Finding("SOURCE_CONVERTED", Severity.NOTE, params={"kind": suffix})
    return replace(document, sha256=sha256(data).hexdigest(), findings=(note, *document.findings))


def _note_suffix(document: Document, kind: Kind) -> Document:
    suffix = _suffix(document.name)
    if suffix in _SUFFIXES.get(kind, (kind.value,)):
        return document
    note = Finding("SOURCE_OTHER_KIND", Severity.NOTE, params={"suffix": suffix, "kind": kind.value})
    return replace(document, findings=(note, *document.findings))


def _suffix(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def tell_kind(data: bytes, name: str) -> Kind:
    """Tell a file's kind by its content. Raises SourceError for kinds that hold no notice."""
    if not data.strip(b"\0 \t\r\n"):
        raise SourceError("EMPTY", name)
    if data.startswith(b"PK"):
        return _zip_kind(data, name)
    if data.startswith(_OLE):
        return _ole_kind(data, name)
    for offset, magic, code, format_ in _FOREIGN:
        if data.startswith(magic, offset):
            raise SourceError(code, name, kind=format_)
    if is_mail(data):
        return Kind.MAIL
    return _text_kind(data[:_SNIFFED].replace(b"\0", b""), data, name)


def _text_kind(head: bytes, data: bytes, name: str) -> Kind:
    if b"%PDF-" in data[:1_024]:
        return Kind.PDF
    if head.lstrip().startswith(b"{\\rtf"):
        return Kind.RTF
    if b"<?mso-application" in head and b"Word.Document" in head:
        return Kind.WORD_XML
    if _WEB_ARCHIVE.match(head):
        raise SourceError("WEB_ARCHIVE", name)
    # A text file may hold a stray tag; read as a page it would lose its line ends.
    if _HTML.search(head) or (_suffix(name) not in ("txt", "text", "md") and _MARKUP.search(head)):
        return Kind.HTML
    return Kind.DELIMITED if _suffix(name) in _TABLE_SUFFIXES else Kind.TEXT


def _zip_kind(data: bytes, name: str) -> Kind:
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = [each.lower() for each in archive.namelist()]
            mimetype = archive.open("mimetype").read(80) if "mimetype" in names else b""
    except TORN as error:
        raise SourceError("DAMAGED", name, detail=type(error).__name__) from error
    for start, kind in _ZIP_KINDS:
        if any(each.startswith(start) for each in names):
            return kind
    if b"opendocument" in mimetype and (b"spreadsheet" in mimetype or b"text" in mimetype):
        return Kind.ODS if b"spreadsheet" in mimetype else Kind.ODT
    if "[content_types].xml" in names:
        raise SourceError("OTHER_OFFICE", name)
    return Kind.ZIP


def _ole_kind(data: bytes, name: str) -> Kind:
    """Tell an old Office file by the names of its streams; one may be embedded in the other, then the suffix tells."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("__properties_version1.0") and _suffix(name) not in (*_SUFFIXES[Kind.OLD_WORD], *_SUFFIXES[Kind.XLS]):
        raise SourceError("MESSAGE", name)  # before the rest: what is attached to it would be found
    if has("EncryptedPackage") or has("EncryptionInfo"):
        raise SourceError("PASSWORD", name)
    word, book = has("WordDocument"), has("Workbook") or has("Book\0")
    if word and not (book and _suffix(name) in _SUFFIXES[Kind.XLS]):
        return Kind.OLD_WORD
    if book:
        return Kind.XLS
    raise SourceError("OTHER_OFFICE" if has("PowerPoint Document") else "DAMAGED", name, detail="OLE")
