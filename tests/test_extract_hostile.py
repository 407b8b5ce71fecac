"""Nothing that comes in is a traceback: hostile, damaged and mistaken files end in plain words, soon."""

from __future__ import annotations

import random
import re
import zlib
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from responsibility.errors import SourceError
from responsibility.extract import extract_document
from responsibility.extract.areas import check_part
from responsibility.extract.source import READERS, tell_kind
from responsibility.language.wording import load_wording
from responsibility.settings import SourceSettings
from sources import docx_of, notice_html, notice_pdf, numbering_xml, ofd_of, paragraph, table, xlsx_of, zip_of

DOCX = docx_of(paragraph("任务", 0), numbering_xml())
XLSX = xlsx_of([["序号", "任务"], ["1", "做事"]])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def remake(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The zip with one replacement in one part."""
    from io import BytesIO

    with ZipFile(BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    assert old in members[part]
    members[part] = members[part].replace(old, new, 1)
    return zip_of(members)


def doubled() -> bytes:
    from io import BytesIO

    stream = BytesIO(DOCX)
    with pytest.warns(UserWarning, match="Duplicate"), ZipFile(stream, "a", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<x/>")
    return stream.getvalue()


def deflate_bomb(repeats: int = 20_000_000, *, twice: bool = False) -> bytes:
    body = zlib.compress(b"0 0 m " * repeats, 9)
    body, filters = (zlib.compress(body), b"[/FlateDecode/FlateDecode]") if twice else (body, b"/FlateDecode")
    head = b"%PDF-1.4\n1 0 obj\n<</Filter" + filters + b"/Length " + str(len(body)).encode() + b">>\nstream\n"
    return head + body + b"\nendstream endobj"


def locked() -> bytes:
    """Every member marked as encrypted."""
    flagged = bytearray(DOCX)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for match in re.finditer(re.escape(mark), DOCX):
            flagged[match.start() + offset] |= 1
    return bytes(flagged)


def torn_ods() -> bytes:
    """A spreadsheet whose very kind is packed, and damaged."""
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    made = zip_of({"mimetype": kind})
    start = 30 + len("mimetype")
    return made[:start] + bytes([made[start] | 6]) + made[start + 1 :]


SHEET = "xl/worksheets/sheet1.xml"
HOSTILE = {
    "zip-bomb": (zip_of({"word/document.xml": b" " * 200_000_000}), "a.docx", "TOO_LARGE"),
    "far-cell": (remake(XLSX, SHEET, b'r="B2"', b'r="XFD1048576"'), "a.xlsx", "FAR_CELL"),
    "far-column-single-quotes": (remake(XLSX, SHEET, b'r="B2"', b"r='CV2000000'"), "a.xlsx", "FAR_CELL"),
    "huge-merge": (
        remake(XLSX, SHEET, b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:IV40000"/></mergeCells>'),
        "a.xlsx",
        "WIDE_SPAN",
    ),
    "false-count": (
        remake(XLSX, "xl/sharedStrings.xml", b'uniqueCount="', b'uniqueCount="4000000000'),
        "a.xlsx",
        "FALSE_COUNT",
    ),
    "duplicate-member": (doubled(), "a.docx", "DUPLICATE_PART"),
    "entity": (
        remake(DOCX, "word/document.xml", b"<w:document", b'<!DOCTYPE a [<!ENTITY b "c">]><w:document'),
        "a.docx",
        "DOCTYPE",
    ),
    "traversal": (zip_of({"word/document.xml": b"<a/>", "../../evil": b"x"}), "a.docx", "UNSAFE_PART"),
    "huge-gridspan": (
        docx_of(table([["a", '<w:tcPr><w:gridSpan w:val="100000000"/></w:tcPr><w:p/>']])),
        "a.docx",
        "WIDE_SPAN",
    ),
    "utf-16-part": (zip_of({"word/document.xml": "<a/>".encode("utf-16")}), "a.docx", "NOT_UTF8_PART"),
    "many-members": (zip_of({f"word/{n}.xml": b"<a/>" for n in range(1001)}), "a.docx", "TOO_MANY_PARTS"),
    "truncated": (DOCX[: len(DOCX) // 2], "a.docx", "DAMAGED"),
    "torn-kind": (torn_ods(), "a.ods", "DAMAGED"),
    "locked-members": (locked(), "a.docx", "PASSWORD"),
    "locked-office": (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "PASSWORD"),
    "zero-bytes": (b"", "a.docx", "EMPTY"),
    "only-nulls": (bytes(5000), "a.txt", "EMPTY"),
    "old-word": (OLE + "WordDocument".encode("utf-16-le"), "a.wps", "OLD_WORD"),
    "broken-old-sheet": (OLE + "Workbook".encode("utf-16-le") + bytes(2000), "a.xls", "DAMAGED"),
    "slides": (OLE + "PowerPoint Document".encode("utf-16-le"), "a.doc", "OTHER_OFFICE"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(99), "a.pdf", "PICTURE"),
    "archive": (zip_of({"a.png": b"\x89PNG"}), "a.docx", "PACKED_EMPTY"),
    "web-archive": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "a.doc", "WEB_ARCHIVE"),
    "no-words": (docx_of("<w:p/>"), "a.docx", "NO_TEXT"),
    "no-rows": (xlsx_of([]), "a.xlsx", "NO_TEXT"),
    "torn-pdf": (b"%PDF-1.7\n%%EOF", "a.pdf", "DAMAGED"),
    "deflate-bomb": (deflate_bomb(), "a.pdf", "TOO_LARGE"),
    "deflated-twice": (deflate_bomb(twice=True), "a.pdf", "TOO_LARGE"),
    "small-deflate-bomb": (deflate_bomb(1_000_000), "a.pdf", "TOO_LARGE"),
    "broken-ofd": (zip_of({"OFD.xml": b"<a><DocRoot>nowhere.xml</DocRoot></a>"}), "a.ofd", "DAMAGED"),
    "strict": (
        remake(
            DOCX,
            "_rels/.rels",
            b"http://schemas.openxmlformats.org/officeDocument/",
            b"http://purl.oclc.org/ooxml/officeDocument/",
        ),
        "a.docx",
        "STRICT",
    ),
}


@pytest.mark.parametrize(("data", "name", "code"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_and_mistaken_files_are_refused(data, name, code):
    with pytest.raises(SourceError) as caught:
        extract_document(data, name)
    assert caught.value.code == code
    assert name in caught.value.where


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (DOCX, "通知.doc", "docx"),
        (XLSX, "a.et", "xlsx"),
        (notice_html("一、任务"), "a.xls", "html"),
        (notice_pdf("一、任务"), "a.docx", "pdf"),
        (ofd_of([[(1, 1, "x")]]), "a.pdf", "ofd"),
        ("一、任务".encode("gb18030"), "a.docx", "txt"),
        ("一、任务<br>\n二、<p>保障".encode(), "a.txt", "txt"),
        ("<div>一、任务</div>".encode(), "a.htm", "html"),
        ("序号,任务".encode(), "a.csv", "csv"),
        ("序号\t任务".encode(), "a.xls", "csv"),
        (b"{\\rtf1 x}", "a.doc", "rtf"),
        (OLE + "Workbook".encode("utf-16-le"), "a.et", "xls"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html></html>", "a", "html"),
    ],
)
def test_the_kind_is_told_by_the_content(data, name, kind):
    assert tell_kind(data, name).value == kind


def test_a_text_without_end_is_refused_with_the_limit_named():
    with pytest.raises(SourceError) as caught:
        extract_document("一二三四五六七八九十".encode(), "a.txt", limits=SourceSettings(characters=9))
    assert (caught.value.code, dict(caught.value.params)) == ("TOO_LONG", {"count": 10, "limit": 9})


def test_a_wrong_suffix_is_read_by_content_and_reported():
    document = extract_document(DOCX, "通知.doc")
    assert document.text == "一、任务"
    assert [(each.code, dict(each.params)) for each in document.findings] == [
        ("SOURCE_OTHER_KIND", {"suffix": "doc", "kind": "docx"})
    ]


def test_old_word_files_go_through_the_converter_given_from_above():
    asked = []

    def convert(data: bytes, suffix: str) -> bytes:
        asked.append((data, suffix))
        return DOCX

    data = OLE + "WordDocument".encode("utf-16-le")
    document = extract_document(data, "a.wps", convert=convert)
    assert (asked, document.text, document.findings[0].code) == ([(data, "wps")], "一、任务", "SOURCE_CONVERTED")
    assert document.sha256 != extract_document(DOCX, "a.docx").sha256


@pytest.mark.parametrize(
    "data", [DOCX, XLSX, notice_html("一、任务"), ofd_of([[(1, 1, "x")]])], ids=["docx", "xlsx", "html", "ofd"]
)
def test_damaged_copies_are_read_or_refused_and_nothing_else(data):
    """Sixty mutants of each kind; the seed is fixed."""
    chance = random.Random(7)
    for _ in range(60):
        mutant = bytearray(data)
        for _ in range(chance.randint(1, 8)):
            mutant[chance.randrange(len(mutant))] = chance.randrange(256)
        try:
            document = extract_document(bytes(mutant[: chance.choice((len(mutant), len(mutant) // 2))]), "a")
        except SourceError as error:
            assert error.code
        else:
            assert all(block.span.of(document.text) for block in document.blocks)


def test_a_part_of_tags_that_never_close_is_refused():
    with pytest.raises(SourceError) as caught:
        check_part(b"<c>" * 100_000, "a.xlsx", SourceSettings())
    assert caught.value.code == "DAMAGED"


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ('<row r="3"><c r="xfd1048576"><v>1</v></c></row>', "FAR_CELL"),
        (f'<row r="3"><c {" " * 500}r="XFD1048576"><v>1</v></c></row>', "FAR_CELL"),
        ('<row r="3"><c r=" XFD1048576 "><v>1</v></c></row>', "FAR_CELL"),
        ('<row r="3"><c r="$A$60000"/></row>', "FAR_CELL"),
        ('<row r="3"><c r="somewhere"><v>1</v></c></row>', "FAR_CELL"),
        ('<row r="60000"><c><v>1</v></c></row>', "FAR_CELL"),
        (f'<row r="3">{"<c/>" * 257}</row>', "FAR_CELL"),
        ('<row r="50000"><c r="IV50000"><v>1</v></c></row>', "FAR_CELL"),
        ('<row r="2"><c r="IV2"><v>1</v></c></row><row r="9000"><c r="A9000"><v>1</v></c></row>', "FAR_CELL"),
        ('<mergeCell ref="a1:iv40000"/>', "WIDE_SPAN"),
        ('<mergeCell ref="A1:CV900"/>' * 6, "WIDE_SPAN"),
    ],
    ids=range(11),
)
def test_a_sheet_that_reaches_too_far_is_refused_however_it_is_written(cells, code):
    """Readers take a place in lower case, with spaces, or with none at all: so does the gate."""
    with pytest.raises(SourceError) as caught:
        check_part(f"<x:worksheet>{cells}</x:worksheet>".encode(), "a.xlsx", SourceSettings())
    assert caught.value.code == code


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1048576" ht="9"/>',
        '<row r="9000"><c r="IV9000" s="1"/></row><row r="9001"><c r="A9001"><v>1</v></c></row>',
        '<row r="9000"><c r="AZ9000"><v>1</v></c></row>',
    ],
    ids=["empty-row", "styled-cell", "long-sheet"],
)
def test_looks_without_words_make_no_sheet_too_large(cells):
    check_part(f"<worksheet>{cells}</worksheet>".encode(), "a.xlsx", SourceSettings())


@pytest.mark.parametrize(
    "rows",
    [
        '<row n:down="1048570"><cell n:across="16384"/></row>'
        '<row><cell n:across="16383"/><cell><x:p>1</x:p></cell></row>',
        '<row><cell n:across="2000000000"/><cell><x:p/></cell></row>',
        '<row n:down="60000"><cell o:value="1"/></row>',
        '<row n:down="9000"><cell n:across="99" o:value="1"/></row>',
    ],
    ids=["far", "wide", "long", "area"],
)
def test_a_repeat_that_puts_words_far_away_is_refused(rows):
    with pytest.raises(SourceError) as caught:
        content = f"<table>{rows}</table>".replace("row", "table-row").replace("cell", "table-cell")
        content = content.replace("down", "number-rows-repeated").replace("across", "number-columns-repeated")
        check_part(content.encode(), "a.ods", SourceSettings())
    assert caught.value.code == "FAR_CELL"


def test_every_refusal_and_finding_of_this_room_has_its_sentences():
    """The codes are read off the sources of the room, so that none is forgotten."""
    from importlib.resources import files

    rooms = [*files("responsibility.extract").iterdir(), files("responsibility.system") / "office.py"]
    code = "".join(path.read_text("utf-8") for path in rooms if path.name.endswith(".py"))
    refused = set(re.findall(r'SourceError\(\s*"([A-Z0-9_]+)"', code)) | {"PICTURE", "ARCHIVE", "OTHER_OFFICE"}
    noted = set(re.findall(r'"((?:SOURCE|REVISION|HIDDEN|STRUCK|PAGE)_[A-Z_]+)"', code))
    assert len(refused) > 20
    assert len(noted) > 12
    for language in ("zh", "en"):
        say = load_wording(language)
        keys = [f"error.{each}.{part}" for each in refused for part in ("what", "fix")]
        keys += [f"finding.{each}.{part}" for each in noted for part in ("text", "fix")]
        assert [key for key in sorted(keys) if key not in say] == []


def test_every_kind_has_a_reader_or_a_converter():
    from responsibility.extract import source

    assert {*READERS, *source._CONVERTED, *source._PACKED} == set(source.Kind)
