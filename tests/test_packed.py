"""Files within files: archives in archives and e-mails, within the limits of one archive."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from responsibility.errors import SourceError
from responsibility.extract import extract_document
from responsibility.extract.packed import unpack
from responsibility.extract.source import tell_kind
from sources import docx_of, paragraph, xlsx_of, zip_of

XLSX = xlsx_of([["序号", "任务", "责任单位"], ["1", "修建绿道", "市甲局"]])
DOCX = docx_of(paragraph("修建绿道"))


def mail(text: str = "请查收", attached: dict[str, bytes] | None = None) -> bytes:
    """An e-mail as a program sends it."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.invalid", "b@example.invalid", "回报"
    message.set_content(text)
    for name, data in (attached or {}).items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return bytes(message)


def told(name: str, data: bytes) -> list[tuple[str, bytes | str]]:
    """Names with the bytes, or with why there are none."""
    return [(each.name, str(each.error).splitlines()[0] if each.error else each.data) for each in unpack(name, data)]


def test_what_holds_no_files_stays_itself():
    assert told("甲.xlsx", XLSX) == [("甲.xlsx", XLSX)]
    assert told("甲.txt", b"From: nobody in particular\n") == [("甲.txt", b"From: nobody in particular\n")]


def test_archives_in_archives_and_mails_are_opened():
    """Each file carries the way to it in its name."""
    inner = zip_of({"乙.xlsx": XLSX})
    letter = mail(attached={"丙.zip": inner, "丁.csv": b"1"})
    assert told("外.zip", zip_of({"内.zip": inner, "信.eml": letter})) == [
        ("外.zip/内.zip/乙.xlsx", XLSX),
        ("外.zip/信.eml/丙.zip/乙.xlsx", XLSX),
        ("外.zip/信.eml/丁.csv", b"1"),
    ]


def test_a_mail_in_a_mail_is_opened():
    outer, inner = EmailMessage(), EmailMessage()
    inner["From"], inner["To"] = "a@example.invalid", "b@example.invalid"
    inner.add_attachment(XLSX, maintype="application", subtype="x", filename="甲.xlsx")
    outer["From"], outer["To"] = "b@example.invalid", "c@example.invalid"
    outer.add_attachment(inner, filename="转发.eml")
    assert told("a.eml", bytes(outer)) == [("a.eml/转发.eml/甲.xlsx", XLSX)]


def test_a_damaged_mail_or_member_costs_itself_alone(monkeypatch):
    whole = zip_of({"甲.csv": b"1" * 99, "信.eml": mail(attached={"乙.csv": b"2"}), "丙.csv": b"3"})
    torn = bytearray(whole)
    torn[whole.index("甲.csv".encode()) + len("甲.csv".encode())] ^= 0xFF  # the first byte of what is deflated
    assert [words for _, words in told("a.zip", bytes(torn))][1:] == [b"2", b"3"]
    monkeypatch.setattr("responsibility.extract.packed.read_mail", lambda _: None)
    assert [words for _, words in told("a.zip", whole)] == [
        b"1" * 99,
        "the e-mail is damaged",
        b"3",
    ]


def test_a_picture_that_a_mail_shows_is_not_attached():
    message = EmailMessage()
    message["From"], message["To"] = "a@example.invalid", "b@example.invalid"
    message.set_content("请查收")
    message.add_attachment(b"x", maintype="image", subtype="png", filename="logo.png", disposition="inline")
    message.add_attachment(b"1", maintype="text", subtype="csv", filename="甲.csv", disposition="inline")
    assert told("a.eml", bytes(message)) == [("a.eml/甲.csv", b"1")]


def test_a_draft_to_nobody_is_a_mail_too():
    draft = mail(attached={"甲.csv": b"1"}).replace(b"To: b@example.invalid\n", b"")
    assert told("a.eml", draft) == [("a.eml/甲.csv", b"1")]


def test_a_mail_without_attachment_is_told():
    assert told("a.eml", mail()) == [("a.eml", "nothing is attached to this e-mail")]


@pytest.mark.parametrize("path", ["../甲.csv", "内/../../甲.csv", "/甲.csv", "..\\甲.csv", "C:\\甲.csv"])
def test_a_path_out_of_the_archive_is_refused_and_the_rest_is_read(path):
    found = told("a.zip", zip_of({path: b"1", "乙.csv": b"2"}))
    assert [words for _, words in found] == ["the path leads out of the archive", b"2"]


@pytest.mark.parametrize(
    ("files", "size", "words"),
    [
        (9, 800, "the archive holds over 0.0008 MB"),
        (2, 8_000, "the archive holds over 2 files"),
        (3, 8_000, None),
    ],
    ids=["bytes", "files", "within"],
)
def test_all_layers_share_the_limits_of_one_archive(files, size, words):
    """Whatever lies deep inside counts, and beyond the limit nothing at all is handed on."""
    nested = zip_of({"甲.csv": b"1" * 60, "内.zip": zip_of({"乙.csv": b"2" * 700})})
    found = unpack("a.zip", nested, files, size)
    assert [each.name for each in found if not each.error] == ([] if words else ["a.zip/甲.csv", "a.zip/内.zip/乙.csv"])
    assert [str(each.error).splitlines()[0] for each in found if each.error] == ([words] if words else [])


@pytest.mark.slow
def test_a_bomb_is_refused_without_inflating_it():
    """What an archive declares is what is given of it at most, so its directory tells enough."""
    bomb = zip_of({f"{number}.csv": b"0" * 30_000_000 for number in range(20)})
    assert [words for _, words in told("a.zip", bomb)] == ["the archive holds over 512 MB"]


def test_archives_without_end_end():
    data = b"1"
    for _ in range(9):
        data = zip_of({"a.zip": data})
    assert [words for _, words in told("a.zip", data)] == ["archives within archives, over 5 deep"]


FOREIGN = {
    "rar": (b"Rar!\x1a\x07\x01\x00" + bytes(90), "ARCHIVE"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(90), "ARCHIVE"),
    "tar.gz": (b"\x1f\x8b\x08" + bytes(90), "ARCHIVE"),
    "tar": (b"a.txt".ljust(257, b"\0") + b"ustar\x0000" + bytes(248), "ARCHIVE"),
    "jpg": (b"\xff\xd8\xff\xe0" + bytes(90), "PICTURE"),
    "heic": (b"\0\0\0\x18ftypheic" + bytes(90), "PICTURE"),
    "msg": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "__properties_version1.0".encode("utf-16-le"),
        "MESSAGE",
    ),
    "mht": (b"From: <Saved by Blink>\r\nSnapshot-Content-Location: x\r\nMIME-Version: 1.0\r\n\r\n", "WEB_ARCHIVE"),
}


@pytest.mark.parametrize("ending", FOREIGN)
def test_what_holds_no_notice_is_told_for_what_it_is(ending):
    data, code = FOREIGN[ending]
    with pytest.raises(SourceError) as caught:
        tell_kind(data, f"a.{ending}")
    assert caught.value.code == code


def test_a_notice_in_a_mail_is_read_and_what_is_left_out_is_named():
    data = mail(attached={"通知.docx": DOCX, "logo.png": b"\x89PNG"})
    document = extract_document(data, "转发.eml")
    assert (document.text, document.name) == ("修建绿道", "转发.eml")
    (note,) = document.findings
    assert (note.code, dict(note.params)) == ("SOURCE_PACKED", {"part": "通知.docx", "left": "logo.png"})


def test_a_notice_in_a_zip_in_a_zip_is_read_and_what_is_left_out_is_named():
    data = zip_of({"材料.zip": zip_of({"通知.docx": DOCX, "说明.png": b"\x89PNG"}), "../信.txt": b"1"})
    document = extract_document(data, "来文.zip")
    assert (document.text, document.name) == ("修建绿道", "来文.zip")
    (note,) = document.findings
    params = {"part": "材料.zip/通知.docx", "left": "材料.zip/说明.png、../信.txt"}
    assert (note.code, dict(note.params)) == ("SOURCE_PACKED", params)


def test_a_zip_of_which_nothing_can_be_taken_says_what_stopped_it():
    with pytest.raises(SourceError, match="leads out of the archive"):
        extract_document(zip_of({"../../通知.docx": DOCX}), "来文.zip")


def test_the_text_of_a_mail_is_the_notice_where_nothing_is_attached():
    document = extract_document(mail("1.修建绿道。(责任单位:市甲局)"), "a.eml")
    assert document.text.strip() == "回报\n1.修建绿道。(责任单位:市甲局)"
    assert [each.code for each in document.findings] == ["SOURCE_MAIL_TEXT"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (mail(attached={"甲.docx": DOCX, "乙.xlsx": XLSX}), "PACKED_SEVERAL"),
        (mail(" ", attached={"甲.jpg": b"\xff\xd8\xff"}), "PACKED_EMPTY"),
        (zip_of({"甲.docx": DOCX, "乙.xlsx": XLSX}), "PACKED_SEVERAL"),
    ],
    ids=["several", "none", "zip"],
)
def test_what_leaves_a_choice_is_refused_with_the_names(data, code):
    with pytest.raises(SourceError) as caught:
        extract_document(data, "a.eml")
    assert caught.value.code == code
    assert "甲" in str(caught.value)


def test_letters_within_letters_end():
    """A text that looks like an e-mail again and again is one text."""
    document = extract_document(b"From: a\nTo: b\n\n" * 5_000 + "1.修建绿道".encode(), "a.eml")
    assert document.text.endswith("1.修建绿道")
