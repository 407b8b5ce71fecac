"""Source: what kind of file this is, told by its content, and who reads it.

In: the bytes of any source and its name. Out: its Document. The suffix is believed only where the content cannot tell
(a .csv from a .txt); a file that is not what its name says is read as what it is, with a finding. READERS has one
line a kind. Every fault of a parser ends here as a SourceError.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import Enum
from hashlib import sha256
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from responsibility.errors import ResponsibilityError
from responsibility.extract.docx import read_docx
from responsibility.extract.html import read_html
from responsibility.extract.ofd import read_ofd
from responsibility.extract.pdf import read_pdf
from responsibility.extract.refuse import refuse
from responsibility.extract.table import read_delimited, read_workbook
from responsibility.extract.text import extract_text
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


READERS: Mapping[Kind, Callable[[bytes, str, SourceSettings], Document]] = {
    Kind.TEXT: lambda data, name, limits: extract_text(data, name),  # noqa: ARG005
    Kind.DOCX: read_docx,
    Kind.PDF: read_pdf,
    Kind.OFD: read_ofd,
    Kind.HTML: read_html,
    Kind.XLSX: read_workbook,
    Kind.XLS: read_workbook,
    Kind.ODS: read_workbook,
    Kind.DELIMITED: read_delimited,
}
_CONVERTED = (Kind.OLD_WORD, Kind.RTF, Kind.WORD_XML, Kind.ODT)  # LibreOffice turns these into .docx
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
    (b"\x89PNG", "PICTURE"),
    (b"\xff\xd8\xff", "PICTURE"),
    (b"GIF8", "PICTURE"),
    (b"BM", "PICTURE"),
    (b"II*\0", "PICTURE"),
    (b"MM\0*", "PICTURE"),
    (b"Rar!", "ARCHIVE"),
    (b"7z\xbc\xaf", "ARCHIVE"),
    (b"\x1f\x8b", "ARCHIVE"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"<(?:!doctype html|html|head|body|meta)[\s>]", re.IGNORECASE)
_MARKUP = re.compile(rb"<(?:div|table|p|span|article|section|h[1-6]|br)[\s/>]", re.IGNORECASE)
_ZIP_KINDS = (("word/", Kind.DOCX), ("xl/", Kind.XLSX), ("ofd.xml", Kind.OFD))
_SNIFFED = 4_096


def extract_document(
    data: bytes, name: str, *, limits: SourceSettings | None = None, convert: Convert | None = None
) -> Document:
    """Read a source of any kind.

    convert: turns the bytes of an old Word file, given with their suffix, into those of a .docx; without it such a
    file is refused with the way to save it anew.
    Raises SourceError for what is empty, damaged, locked, beyond the limits or no notice at all.
    """
    limits = limits or SourceSettings()
    if len(data) > limits.file_bytes:
        raise refuse("TOO_LARGE", name, part=name, limit=limits.file_bytes)
    kind = tell_kind(data, name)
    if kind in _CONVERTED:
        return _read_converted(data, name, kind, limits, convert)
    return _note_suffix(_read(kind, data, name, limits), kind)


def _read(kind: Kind, data: bytes, name: str, limits: SourceSettings) -> Document:
    try:
        return READERS[kind](data, name, limits)
    except (ResponsibilityError, KeyboardInterrupt, SystemExit):
        raise
    # A panic of calamine's Rust is no Exception; whatever the parser trips over, the file is what is wrong.
    except BaseException as error:
        raise refuse("DAMAGED", name, detail=f"{type(error).__name__}: {error}"[:80]) from error


def _read_converted(data: bytes, name: str, kind: Kind, limits: SourceSettings, convert: Convert | None) -> Document:
    if convert is None:
        raise refuse("OLD_WORD", name, kind=kind.value)
    suffix = _suffix(name) if _suffix(name) in _SUFFIXES[Kind.OLD_WORD] else kind.value
    document = _read(Kind.DOCX, convert(data, suffix), name, limits)
    note = Finding("SOURCE_CONVERTED", Severity.WARNING, params={"kind": suffix})
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
        raise refuse("EMPTY", name)
    if data.startswith(b"PK"):
        return _zip_kind(data, name)
    if data.startswith(_OLE):
        return _ole_kind(data, name)
    for magic, code in _FOREIGN:
        if data.startswith(magic):
            raise refuse(code, name)
    return _text_kind(data[:_SNIFFED].replace(b"\0", b""), data, name)


def _text_kind(head: bytes, data: bytes, name: str) -> Kind:
    if b"%PDF-" in data[:1_024]:
        return Kind.PDF
    if head.lstrip().startswith(b"{\\rtf"):
        return Kind.RTF
    if b"<?mso-application" in head and b"Word.Document" in head:
        return Kind.WORD_XML
    if head.lstrip().lower().startswith(b"mime-version:"):
        raise refuse("WEB_ARCHIVE", name)
    # A text file may hold a stray tag; read as a page it would lose its line ends.
    if _HTML.search(head) or (_suffix(name) not in ("txt", "text", "md") and _MARKUP.search(head)):
        return Kind.HTML
    return Kind.DELIMITED if _suffix(name) in _TABLE_SUFFIXES else Kind.TEXT


def _zip_kind(data: bytes, name: str) -> Kind:
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = [each.lower() for each in archive.namelist()]
            mimetype = archive.open("mimetype").read(80) if "mimetype" in names else b""
    except (BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, KeyError) as error:
        raise refuse("DAMAGED", name, detail=type(error).__name__) from error
    for start, kind in _ZIP_KINDS:
        if any(each.startswith(start) for each in names):
            return kind
    if b"opendocument" in mimetype and (b"spreadsheet" in mimetype or b"text" in mimetype):
        return Kind.ODS if b"spreadsheet" in mimetype else Kind.ODT
    raise refuse("OTHER_OFFICE" if "[content_types].xml" in names else "ARCHIVE", name)


def _ole_kind(data: bytes, name: str) -> Kind:
    """Tell an old Office file by the names of its streams; one may be embedded in the other, then the suffix tells."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage") or has("EncryptionInfo"):
        raise refuse("PASSWORD", name)
    word, book = has("WordDocument"), has("Workbook") or has("Book\0")
    if word and not (book and _suffix(name) in _SUFFIXES[Kind.XLS]):
        return Kind.OLD_WORD
    if book:
        return Kind.XLS
    raise refuse("OTHER_OFFICE" if has("PowerPoint Document") else "DAMAGED", name, detail="OLE")
