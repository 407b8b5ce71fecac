"""Returns: every word a unit typed is in the ledger under its own task, or listed with its cell."""

from __future__ import annotations

import base64
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from openpyxl import load_workbook

from annual import plan_of_tasks, write_tasks
from builders import plan_from
from mangling import MANGLES, Sent, at, fill_in, open_sheet, patch
from reading import table_of
from responsibility.errors import ResponsibilityError, ReturnError
from responsibility.language.wording import LANGUAGES, load_wording
from responsibility.model import Override
from responsibility.registry import Registry, parse_registry
from responsibility.render.excel import render_book
from responsibility.resolve import resolve_plan
from responsibility.resolve.reshape import reshape_items
from responsibility.returns import Misfit, Refusal, Return, gather_returns, read_return, take_return, view_issued
from responsibility.returns.booking import book_answers
from responsibility.returns.cells import Typed
from responsibility.returns.values import read_contact, read_share, read_status
from responsibility.settings import Settings, SourceSettings
from responsibility.views.issued.books import META, build_task_book
from responsibility.views.scene import News
from responsibility.views.sheet import Image
from workbooks import SMALL, scene_of

LIMITS = SourceSettings()


@pytest.fixture(scope="module")
def world():
    """A plan of 24 tasks for 20 units, with what was issued and the bytes of each sheet."""
    plan, _ = plan_of_tasks(write_tasks(Random(4), 24), "annual")
    scene = scene_of(plan)
    issued = view_issued(scene)
    units = sorted(plan.units, key=lambda unit: -len(issued.sheets[unit.id].items))
    return scene, issued, units


def issue(scene, unit) -> bytes:
    return render_book(build_task_book(scene, unit))


def send(sent: Sent) -> bytes:
    return sent.data if sent.data is not None else sent.save()


def check_law(sent: Sent, read: Return) -> tuple[int, int]:
    """Every typed word is booked under its own task and field, or unplaced; returns how many of each."""
    booked = {(each.item_id, each.field): each for each in read.answers if each.field not in ("extra", "comment")}
    everywhere = [each.words for each in (*read.answers, *read.form)]
    left = "\n".join(each.words for each in read.unplaced)
    assert all(each.place for each in (*read.answers, *read.form, *read.unplaced))
    counts = [0, 0]
    for (item, key), words in sent.typed.items():
        answer = booked.get((item, key))
        if answer is not None and words in answer.words:
            counts[0] += 1
            continue
        # Not booked in its place: then it is nowhere else but under a head that the unit made, or left over.
        extra = [each for each in read.answers if each.field == "extra" and each.words == words]
        assert words in left or (extra and extra[0].item_id == item), (item, key, words)
        counts[words in left] += 1
    for item, share in sent.shares.items():
        answer = booked.get((item, "progress"))
        if answer is not None:
            assert answer.value == pytest.approx(share)
        else:
            assert any(str(int(share)) in each.words for each in read.unplaced if each.item_id == item)
        counts[answer is None] += 1
    for words in sent.notes:
        assert words in left or any(words in each for each in everywhere), words
        counts[words in left] += 1
    typed = set(sent.typed.values()) | set(sent.notes)
    for each in read.answers:
        own = {words for (item, _), words in sent.typed.items() if item == each.item_id}
        strange = {words for words in typed - own - set(sent.notes) if words in each.words}
        assert not strange or each.field == "status", f"{strange} booked under {each.item_id}"
    return counts[0], counts[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_sheet_means_does_not_depend_on_the_language_of_the_run(world, language):
    """Sheets issued in Chinese and in English are read alike by runs in either, and what was printed is no answer."""
    scene, _, units = world
    known = [view_issued(replace(scene, say=load_wording(each))) for each in LANGUAGES]
    for unit in units[:3]:
        data = issue(replace(scene, say=load_wording(language)), unit)
        blank = [read_return(data, "表.xlsx", each, LIMITS) for each in known]
        assert not any(each.answers or each.unplaced for each in blank)
        sent = open_sheet(data, "表", 0)
        fill_in(sent)
        filled = sent.save()
        one, other = (read_return(filled, "表.xlsx", each, LIMITS) for each in known)
        assert one == other
        assert len(one.answers) == len(sent.typed) + len(sent.shares)


@pytest.mark.parametrize("name", MANGLES)
def test_nothing_typed_is_lost_or_swapped(name, world, record_property):
    """Whatever is done to a sheet, each word is under its own task or listed with its cell."""
    scene, issued, units = world
    sent = open_sheet(issue(scene, units[0]), "甲.xlsx", list(MANGLES).index(name))
    fill_in(sent)
    MANGLES[name](sent)
    read = read_return(send(sent), sent.name, issued, LIMITS)
    placed, unplaced = check_law(sent, read)
    assert read.unit_id == units[0].id
    assert placed + unplaced == len(sent.typed) + len(sent.shares) + len(sent.notes)
    record_property("placed", placed)
    record_property("unplaced", unplaced)


def test_a_text_parted_over_rows_is_known_wherever_the_sheet_parted_it():
    """Printed before days took their column, back after: the parts differ, the words are one; a cut text is changed."""
    body = "".join(f"推进第{number}处工程建设和运行管理，" for number in range(60)) + "年底前见效。"
    before = plan_from(SMALL, {"1.1": body})
    items = tuple(replace(item, due="2026-06-30", due_text="2026年6月30日") for item in before.items)
    after = replace(before, notice=replace(before.notice, items=items))
    sent = open_sheet(issue(scene_of(before), before.units[0]), "甲.xlsx", 1)
    row = next(row for row in sent.rows() if sent.item(row) == "1.1")
    sent.sheet.cell(row, at("done")).value = "已开工"
    text = sent.sheet.cell(row, at("text")).value
    issued = view_issued(scene_of(after))
    assert len(issued.sheets["a"].items["1.1"].parts) > 1
    assert text not in issued.sheets["a"].items["1.1"].parts
    booked = read_return(sent.save(), "甲.xlsx", issued, LIMITS)
    assert [each.words for each in booked.answers] == ["已开工"]
    assert booked.unplaced == ()
    sent.sheet.cell(row, at("text")).value = str(text).replace("推进第3处工程建设和运行管理，", "")
    changed = read_return(sent.save(), "甲.xlsx", issued, LIMITS)
    assert "RETURN_TEXT_CHANGED" in {each.code for each in changed.findings}


def corrected(plan, *lines):
    """The plan with items joined, split or left out; lines: item, kind and value."""
    made = (Override(item, "", "", "", "核实", "", 1, kind, "", value) for item, kind, value in lines)
    notice = reshape_items(plan.notice, made)
    there = {item.id for item in notice.items}
    return replace(plan, notice=notice, assignments=tuple(each for each in plan.assignments if each.item_id in there))


@pytest.mark.parametrize(
    ("line", "codes", "booked", "left"),
    [
        (("1.2", "join", "1.1"), {"RETURN_JOINED"}, {("1.1", "甲一"), ("1.1", "甲二"), ("2.1", "甲三")}, set()),
        (
            ("1.1", "split", "1项工作"),
            {"RETURN_SPLIT", "RETURN_ROWS_MISSING"},
            {("1.1", "甲一"), ("1.2", "甲二"), ("2.1", "甲三")},
            set(),
        ),
        (("2.1", "omit", ""), {"RETURN_LEFT_OUT"}, {("1.1", "甲一"), ("1.2", "甲二")}, {("甲三", Misfit.LEFT_OUT)}),
    ],
)
def test_a_sheet_issued_before_the_plan_was_corrected_comes_back(line, codes, booked, left):
    """What it printed is nobody's answer; what was typed goes where its task went, or is left with why."""
    plan = plan_from(SMALL)
    sent = open_sheet(issue(scene_of(plan), plan.units[0]), "甲.xlsx", 1)
    for row in sent.rows():
        sent.sheet.cell(row, at("done")).value = {"1.1": "甲一", "1.2": "甲二", "2.1": "甲三"}[sent.item(row)]
    read = read_return(sent.save(), "甲.xlsx", view_issued(scene_of(corrected(plan, line))), LIMITS)
    assert {(each.item_id, each.words) for each in read.answers} == booked
    assert {(each.words, each.reason) for each in read.unplaced} == left
    assert {each.code for each in read.findings} <= codes
    assert codes - {"RETURN_ROWS_MISSING"} <= {each.code for each in read.findings}


def merged(units: str, aliases: str):
    """What stands issued after unit c was merged into b. units, aliases: of the register that says so."""
    registry = parse_registry(f"id,name,succeeded_by\n{units}", f"text,unit_id,source\n{aliases}")
    return view_issued(scene_of(plan_from({**SMALL, "2.1": ["b", "a"]})), registry)


@pytest.mark.parametrize(
    ("units", "aliases"),
    [("b,某市b局,\nc,某市c局,b\n", ""), ("b,某市b局,\n", "某市c局,b,并入\n")],
    ids=["the register names who goes on", "its name is an alias"],
)
def test_the_sheet_of_a_unit_that_was_merged_counts_with_the_one_that_goes_on(units, aliases):
    """What its own sheet says holds; what both say of one task is left of the merged one's, and nothing is lost."""
    plan = plan_from(SMALL)
    now = merged(units, aliases)
    own, gone = (open_sheet(issue(scene_of(plan), unit), f"{unit.id}.xlsx", 1) for unit in plan.units[1:])
    for sent in (own, gone):
        for row in sent.rows():
            sent.sheet.cell(row, at("done")).value = f"{sent.name}于{sent.item(row)}"
    gone.sheet.cell(gone.rows()[0], at("problems")).value = "缺人手"
    reads = [take_return(sent.save(), sent.name, now, LIMITS) for sent in (gone, own)]
    collection = gather_returns(reads, now)
    (counted,) = collection.returns
    said = {(each.item_id, each.words) for each in counted.answers}
    assert said == {("1.1", "b.xlsx于1.1"), ("2.1", "b.xlsx于2.1"), ("2.1", "缺人手")}
    assert [(each.words, each.reason) for each in collection.superseded[0].unplaced] == [
        ("c.xlsx于2.1", Misfit.ROW_TWICE)
    ]
    assert "RETURN_UNIT_FOLLOWED" in {each.code for each in counted.findings}


def test_there_are_forty_habits():
    """The law is tried on at least forty named ways of mangling a sheet."""
    assert len(MANGLES) >= 40


@pytest.mark.slow
def test_a_whole_plan_comes_back_in_a_zip(world):
    """Sheets of all units, each mangled in another way, zipped: typed = in the ledger + unplaced, to the last word."""
    scene, issued, units = world
    kinds = [name for name in MANGLES if name != "copied to a new workbook"]
    archive, sent_out = BytesIO(), []
    with zipfile.ZipFile(archive, "w") as packed:
        for place, unit in enumerate(units):
            sent = open_sheet(issue(scene, unit), f"{place}.xlsx", place)
            fill_in(sent)
            if len(sent.rows()) >= 4:
                MANGLES[kinds[(place * 3) % len(kinds)]](sent)
            sent_out.append(sent)
            packed.writestr(f"{place}", send(sent))
    results = []
    with zipfile.ZipFile(archive) as packed:
        for place, sent in enumerate(sent_out):
            read = take_return(packed.read(f"{place}"), sent.name, issued, LIMITS)
            assert isinstance(read, Return)
            results.append((sent, read))
    placed, unplaced = map(sum, zip(*(check_law(sent, read) for sent, read in results), strict=True))
    typed = sum(len(sent.typed) + len(sent.shares) + len(sent.notes) for sent in sent_out)
    print(f"typed {typed}, in the ledger {placed}, unplaced {unplaced}")  # noqa: T201
    assert placed + unplaced == typed
    assert placed > 0.9 * typed
    collection = gather_returns([read for _, read in results], issued)
    assert [each.unit_id for each in collection.returns] == [unit.id for unit in scene.plan.units]


def read_mangled(world, name):
    scene, issued, units = world
    sent = open_sheet(issue(scene, units[0]), "甲.xlsx", 3)
    fill_in(sent)
    MANGLES[name](sent)
    return sent, read_return(send(sent), sent.name, issued, LIMITS)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("a task's text tampered with", "RETURN_TEXT_CHANGED"),
        ("ids of two rows exchanged", "RETURN_IDS_DISAGREE"),
        ("a row copied and changed", "RETURN_ROW_TWICE"),
        ("a row of another unit pasted", "RETURN_OTHER_UNIT"),
        ("a row deleted", "RETURN_ROWS_MISSING"),
        ("formulas without results", "RETURN_FORMULA_EMPTY"),
        ("formulas with results", "RETURN_FORMULA"),
        ("error values", "RETURN_ERROR_CELL"),
        ("pictures in cells", "RETURN_PICTURE"),
        ("offices merged downwards", "RETURN_MERGED"),
        ("heads renamed", "RETURN_HEAD_RENAMED"),
        ("a head beyond recognition", "RETURN_COLUMN_MISSING"),
        ("columns hidden", "RETURN_HIDDEN"),
        ("rows hidden by a filter", "RETURN_HIDDEN"),
        ("struck letters", "RETURN_STRUCK"),
        ("copied to a new workbook", "RETURN_IDENTITY_INFERRED"),
        ("85 pasted into percent cells", "RETURN_SHARE_UNSURE"),
    ],
)
def test_what_was_done_to_a_sheet_is_said(world, name, code):
    """Each habit that matters leaves a finding that names the file and the place."""
    if name == "a row of another unit pasted":
        scene, issued, units = world
        sent = open_sheet(issue(scene, units[0]), "甲.xlsx", 3)
        own = issued.sheets[units[0].id].items
        other = next(item for item in scene.items if item not in own)
        row = sent.rows()[0]
        for key in ("item", "item_id"):
            sent.sheet.cell(row, at(key)).value = other
        read = read_return(sent.save(), sent.name, issued, LIMITS)
    else:
        _, read = read_mangled(world, name)
    found = [each for each in read.findings if each.code == code]
    assert found
    assert all(each.params["file"] == read.file for each in found)


@pytest.mark.parametrize(
    ("entry", "share", "is_sure"),
    [
        (Typed(1.2, is_percent=True), 120, False),
        (Typed(1.2), 120, False),
        (Typed("120%"), 120, False),
        (Typed(120), 120, False),
        (Typed(120, is_percent=True), 120, False),
        (Typed(85, is_percent=True), 85, False),
        (Typed(1, is_percent=True), 100, True),
        (Typed(1), 100, False),
        (Typed(0.3, is_percent=True), 30, True),
        (Typed("三成"), 30, False),
        (Typed("约三成"), 30, False),
        (Typed("八成左右"), 80, False),
        (Typed("三成半"), 35, False),
        (Typed("百分之三十"), 30, True),
        (Typed("过半"), None, False),
        (Typed("超三成"), None, False),
        (Typed("大部分"), None, False),
        (Typed("-5%"), None, False),
        (Typed(13800000000), None, False),
    ],
)
def test_a_share_is_read_where_safe_and_told_where_not(entry, share, is_sure):
    """More than 100 % is kept, tenths are taken with a question, and what may mean anything is asked back."""
    assert read_share(entry) == (share, is_sure)


@pytest.mark.parametrize(
    ("typed", "code", "percent"),
    [(1.2, "RETURN_SHARE_OVER", 120), ("约三成", "RETURN_SHARE_UNSURE", 30), ("过半", "RETURN_SHARE_UNREAD", None)],
)
def test_a_typed_share_is_booked_with_its_doubt(world, typed, code, percent):
    """What was read is said in the finding; what was not is marked, so that no status stands in for it."""
    scene, issued, units = world
    sent = open_sheet(issue(scene, units[0]), "甲.xlsx", 1)
    row = sent.rows()[0]
    sent.sheet.cell(row, at("progress")).value = typed
    sent.sheet.cell(row, at("status")).value = "按序时推进"
    read = read_return(sent.save(), "甲.xlsx", issued, LIMITS)
    assert [each.code for each in read.findings] == [code]
    booked = book_answers(gather_returns([read], issued), scene.say)
    assert [(each.percent, each.unread) for each in booked] == [(percent, percent is None)]


def test_an_untouched_sheet_says_that_it_is_blank_and_nothing_else(world):
    """A sheet that comes back as it went out has no answer, nothing left over and one finding."""
    scene, issued, units = world
    for unit in units:
        read = read_return(issue(scene, unit), "a.xlsx", issued, LIMITS)
        assert (read.answers, read.unplaced, read.form) == ((), (), ())
        assert [each.code for each in read.findings] == ["RETURN_BLANK"]


def test_a_filled_sheet_has_no_finding(world):
    """A sheet filled in as asked is booked without a remark."""
    sent, read = read_mangled(world, "untouched")
    assert (read.findings, read.unplaced) == ((), ())
    assert len(read.answers) == len(sent.typed) + len(sent.shares)


def test_a_long_text_over_several_rows_is_one_task():
    """Answers typed beside the further rows of a long text belong to its task."""
    scene = scene_of(plan_from(SMALL, {"1.1": "推进一项很长的工作,分步落实。" * 200}))
    issued = view_issued(scene)
    sent = open_sheet(issue(scene, scene.plan.units[0]), "甲.xlsx", 1)
    first = sent.rows()[0]
    sent.sheet.cell(first + 1, at("done")).value = "写在续行"
    sent.sheet.cell(first, at("problems")).value = "写在首行"
    sent.sheet.cell(first + 1, at("problems")).value = "续行又写"
    read = read_return(sent.save(), "甲.xlsx", issued, LIMITS)
    assert [(each.field, each.words) for each in read.answers] == [("problems", "写在首行"), ("done", "写在续行")]
    assert [(each.words, each.reason, each.item_id) for each in read.unplaced] == [
        ("续行又写", Misfit.ROW_TWICE, "1.1")
    ]


def meta_of(data: bytes, key: str, value: str) -> bytes:
    """The same workbook claiming another identity in both places."""
    book = load_workbook(BytesIO(data))
    for row in book[META].iter_rows():
        if row[0].value == key:
            row[1].value = value
    book.custom_doc_props[key].value = value
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("plan_id", "other-plan", "belongs to plan other-plan"),
        ("layout_version", "99", "has layout 99"),
    ],
)
def test_a_sheet_of_another_plan_or_layout_is_refused(world, key, value, words):
    """The refusal names the file and how to mend it; what was typed is kept with its cell."""
    scene, issued, units = world
    sent = open_sheet(issue(scene, units[0]), "甲.xlsx", 3)
    sent.sheet.cell(sent.rows()[0], at("done")).value = "写了进展"
    refused = take_return(meta_of(sent.save(), key, value), "甲.xlsx", issued, LIMITS)
    assert isinstance(refused, Refusal)
    assert words in str(refused.error)
    assert refused.error.where == "甲.xlsx"
    assert "写了进展" in [each.words for each in refused.unplaced]


def test_a_sheet_whose_unit_has_no_task_any_more_is_refused(world):
    """Nobody goes on for it; what was typed, its choice of a list among it, waits to be placed by hand."""
    scene, issued, units = world
    sent = open_sheet(issue(scene, units[0]), "甲.xlsx", 3)
    fill_in(sent, 1)
    others = {unit_id: sheet for unit_id, sheet in issued.sheets.items() if unit_id != units[0].id}
    refused = take_return(sent.save(), "甲.xlsx", replace(issued, sheets=others), LIMITS)
    assert isinstance(refused, Refusal)
    assert f"no sheet for unit {units[0].id}" in str(refused.error)
    assert set(sent.typed.values()) <= {each.words for each in refused.unplaced}


def test_a_sheet_put_together_from_two_is_refused(world):
    """Properties and hidden sheet must say the same."""
    scene, issued, units = world
    book = load_workbook(BytesIO(issue(scene, units[0])))
    book.custom_doc_props["unit_id"].value = units[1].id
    buffer = BytesIO()
    book.save(buffer)
    with pytest.raises(ReturnError, match="two things about itself"):
        read_return(buffer.getvalue(), "甲.xlsx", issued, LIMITS)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\0" * 100, "empty"),
        (b"%PDF-1.7 x", "no workbook but PDF"),
        (b"<html><table></table></html>", "no workbook but a web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600, "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged"),
        (b"PK\x03\x04" + b"\0" * 40, ""),
        (b"\x81\x82\xff\xfe\x00\x01", ""),
        ("只有一行字".encode(), "which unit"),
    ],
)
def test_what_is_no_sheet_is_refused_in_plain_words(world, data, words):
    """Empty, encrypted, damaged and foreign files are refused, and never with a traceback."""
    refused = take_return(data, "甲.xlsx", world[1], LIMITS)
    assert isinstance(refused, Refusal)
    assert isinstance(refused.error, ResponsibilityError)
    assert words in str(refused.error)


def test_a_damaged_workbook_is_refused_and_never_breaks(world):
    """Cut and flipped bytes give a refusal or a return, whatever the parsers raise."""
    scene, issued, units = world
    whole = issue(scene, units[0])
    for seed in range(40):
        random = Random(seed)
        data = bytearray(whole[: random.randrange(100, len(whole))] if seed % 2 else whole)
        for _ in range(5):
            data[random.randrange(len(data))] = random.randrange(256)
        assert isinstance(take_return(bytes(data), "甲.xlsx", issued, LIMITS), Return | Refusal)


def test_a_far_cell_stops_at_the_gate(world):
    """A cell at the end of the grid would exhaust any reader."""
    scene, issued, units = world
    data = patch(
        issue(scene, units[0]),
        lambda name, part: part.replace(b'r="A1"', b'r="XFD1048576"') if "sheet1.xml" in name else part,
    )
    refused = take_return(data, "甲.xlsx", issued, LIMITS)
    assert isinstance(refused, Refusal)


def sheet_with(world, words: str, day: str, name: str) -> Return:
    scene, issued, units = world
    sent = open_sheet(issue(scene, units[0]), name, 3)
    sent.sheet.cell(sent.rows()[0], at("done")).value = words
    sent.sheet.cell(3, at("next-step")).value = day
    return read_return(sent.save(), name, issued, LIMITS)


def test_the_sheet_filled_in_later_counts(world):
    """Whichever came in first, the later 填报日期 counts; it is told, and what only the other says is kept."""
    late, early = (
        sheet_with(world, "新进展", "2026年11月9日", "a.xlsx"),
        sheet_with(world, "旧进展", "2026-11-01", "b.xlsx"),
    )
    collection = gather_returns([late, early], world[1])
    assert ([each.file for each in collection.returns], collection.refusals) == (["a.xlsx"], ())
    (told,) = [each for each in collection.returns[0].findings if each.code == "RETURN_SUPERSEDES"]
    assert (told.params["others"], told.params["day"]) == ("b.xlsx", "2026-11-09")
    assert [left.words for left in collection.superseded[0].unplaced] == ["旧进展", "2026-11-01"]


@pytest.mark.parametrize(
    ("saved", "counts"), [(("", ""), "b.xlsx"), (("2026-11-02T08:00", "2026-11-01T08:00"), "a.xlsx")], ids=str
)
def test_of_two_sheets_of_one_day_the_later_file_counts(world, saved, counts):
    """The time it was saved tells the later file; where that is not known, the order in which they came."""
    sheets = [
        replace(sheet_with(world, words, "2026-11-01", name), saved=when)
        for words, name, when in zip(("甲", "乙"), ("a.xlsx", "b.xlsx"), saved, strict=True)
    ]
    assert [each.file for each in gather_returns(sheets, world[1]).returns] == [counts]


def test_signs_that_nobody_sees_do_not_hide_a_status(world):
    """Zero-width marks that came along with a copied word, and control characters, are no part of it."""
    _, issued, _ = world
    word = next(iter(issued.statuses))
    assert read_status(f"\ufeff{word[0]}\u200b{word[1:]}\x0b\ufe0f", issued.statuses) == issued.statuses[word]


def test_the_same_sheet_twice_counts_once(world):
    """A copy of a file is named and does no harm."""
    one, other = sheet_with(world, "进展", "2026-11-01", "1.xlsx"), sheet_with(world, "进展", "2026-11-01", "2.xlsx")
    collection = gather_returns([one, other], world[1])
    assert len(collection.returns) == 1
    assert collection.copies == ("2.xlsx",)


def test_a_cover_in_front_is_no_answer(world):
    """What the office printed before the task sheet is not taken for what the unit typed."""
    scene, issued, units = world
    item = next(iter(issued.sheets[units[0].id].items))
    told = replace(scene, news=News({unit.id: [(item, "reworded", "新增【80】家")] for unit in units}, "原计划 甲"))
    book = build_task_book(told, units[0])
    assert [sheet.name for sheet in book.sheets][:2] == ["变化说明", "任务清单"]
    read = read_return(render_book(book), "甲.xlsx", issued, LIMITS)
    assert (read.unit_id, read.answers, read.unplaced) == (units[0].id, (), ())


def test_pictures_over_cells_and_text_boxes_are_kept(world):
    """A picture that the unit put on the sheet and words in a text box are listed."""
    scene, issued, units = world
    book = build_task_book(scene, units[0])
    own = Image(_DOT, 9, 8, 1.0, "现场照片")
    first = replace(book.sheets[0], pictures=(own,))
    read = read_return(render_book(replace(book, sheets=(first, *book.sheets[1:]))), "甲.xlsx", issued, LIMITS)
    assert [(each.place, each.words, each.reason) for each in read.unplaced] == [
        ("任务清单!I10", "现场照片", Misfit.PICTURE)
    ]
    data = patch(render_book(replace(book, sheets=(first, *book.sheets[1:]))), _as_text_box)
    read = read_return(data, "甲.xlsx", issued, LIMITS)
    assert ("框里的话", Misfit.TEXT_BOX) in [(each.words, each.reason) for each in read.unplaced]


_DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def _as_text_box(name: str, part: bytes) -> bytes:
    if "drawings/drawing" not in name or name.endswith(".rels"):
        return part
    box = "<xdr:sp><xdr:txBody><a:p><a:r><a:t>框里的话</a:t></a:r></a:p></xdr:txBody></xdr:sp>".encode()
    at_, end = part.rindex(b"<xdr:pic>"), part.rindex(b"</xdr:pic>") + len(b"</xdr:pic>")
    return part[:at_] + box + part[end:]


def test_a_failure_of_our_own_stops_one_file_only(world):
    """What no one foresaw is a refusal that names the file, with its words kept."""
    scene, issued, units = world
    sent = open_sheet(issue(scene, units[0]), "甲.xlsx", 3)
    fill_in(sent, 1)
    refused = take_return(sent.save(), "甲.xlsx", replace(issued, form=None), LIMITS)
    assert isinstance(refused, Refusal)
    assert str(refused.error).startswith("the file cannot be understood\n")
    assert "AttributeError" in refused.error.trace  # for the log alone
    assert set(sent.typed.values()) <= {each.words for each in refused.unplaced}


PARTS = ["序号", "任务", "主要内容", "牵头单位", "配合单位", "责任科室", "分管领导", "责任人", "联系电话", "完成时限"]
FORMER_PLAN = (
    [*PARTS, "2025年一季度", "资金来源"],
    ["1", "修缮泵站", "修缮泵站12座,加固堤防3公里。", "市甲局", "市乙局、市丙局", "水利科", "副市长周某", "吴某",
     "8111222", "2025年6月底", "完成招标", "市级财政"],
    ["2", "清理河道", "清理河道20公里。", "市乙局", "市甲局", "", "副市长周某", "郑某", "8111333",
     "2025年9月底", "", ""],
    ["3", "新建公园", "新建公园2个。", "市甲局", "", "", "常务副市长冯某", "吴某", "", "长期坚持", "完成选址", ""],
)  # fmt: skip


def former_return(change):
    """A sheet that the first release issued, filled in; change: what else was done to it before it came back."""
    plan = resolve_plan(table_of(*FORMER_PLAN), Registry.empty(), Settings(), plan_id="some-plan")
    book = load_workbook(Path(__file__).parent / "data/returns/layout-1.xlsx")
    change(book)
    buffer = BytesIO()
    book.save(buffer)
    return take_return(buffer.getvalue(), "旧表.xlsx", view_issued(scene_of(plan)), LIMITS)


def without_identity(book):
    del book[META]
    for name in list(book.custom_doc_props.names):
        del book.custom_doc_props[name]


@pytest.mark.parametrize("change", [lambda _: None, without_identity], ids=["as issued", "identity lost"])
def test_a_sheet_of_the_layout_before_still_comes_back(change):
    """Every word typed into it is in its place, and what was printed is taken for printed."""
    read = former_return(change)
    assert isinstance(read, Return)
    assert {(each.item_id, each.field): each.value for each in read.answers} == {
        ("1", "status"): "on-schedule", ("1", "progress"): 40.0, ("1", "done"): "1已开工", ("1", "person"): "卫某",
        ("1", "telephone"): "8111444",
        ("3", "status"): "on-schedule", ("3", "progress"): 50.0, ("3", "done"): "3已开工", ("3", "office"): "综合科",
        ("3", "person"): "卫某", ("3", "telephone"): "8111444",
        ("2", "status"): "on-schedule", ("2", "progress"): 60.0, ("2", "done"): "2已开工", ("2", "office"): "综合科",
        ("2", "person"): "卫某", ("2", "telephone"): "8111444",
    }  # fmt: skip
    assert [(each.words, each.reason) for each in read.unplaced] == [("建议延至年底", Misfit.PRINTED)]
    assert {(each.key, each.words) for each in read.form} == {
        ("deputy", "王某"), ("telephone", "8111555"), ("liaison", "赵某"), ("filled-on", "2025年4月3日"),
        ("市乙局/liaison", "钱某"), ("市乙局/telephone", "8111666"),
    }  # fmt: skip


def test_the_line_of_signatures_below_the_tasks_is_booked(world):
    """Who signed and filled in is found by the labels below the table."""
    scene, issued, units = world
    sent = open_sheet(issue(scene, units[0]), "甲.xlsx", 3)
    line = next(row for row in sent.sheet.iter_rows() if row[0].value == scene.say("sheet.form.signed-by"))
    line[at("partners") - 1].value = "陈某"
    line[at("next-step") - 1].value = "褚某"
    read = read_return(sent.save(), "甲.xlsx", issued, LIMITS)
    assert [(each.key, each.words) for each in read.form] == [("signed-by", "陈某"), ("filled-by", "褚某")]
    assert read.unplaced == ()


def test_a_renumbered_sheet_is_booked_by_its_ids(world):
    """A unit that counts its tasks 1, 2, 3 books each under its own task."""
    scene, issued, units = world
    sent = open_sheet(issue(scene, units[0]), "甲.xlsx", 3)
    fill_in(sent)
    for place, row in enumerate(sent.rows(), 1):
        sent.sheet.cell(row, at("item")).value = place
    assert check_law(sent, read_return(sent.save(), "甲.xlsx", issued, LIMITS))[1] == 0


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("水利科\n吴某\n8111222", ("水利科", "吴某", "8111222")),
        ("吴某 13800001111", ("", "吴某", "13800001111")),
        ("综合科：吴某，0715-8888001", ("综合科", "吴某", "0715-8888001")),
        ("吴某、郑某", ("", "吴某、郑某", "")),
    ],
)
def test_who_answers_is_read_from_one_cell(words, parts):
    """Office, person and telephone are told apart however they are written below or beside each other."""
    assert read_contact(words) == parts
