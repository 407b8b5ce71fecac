"""Mangling: what units do to a sheet before they send it back, one function a habit, and a writer of answers."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from random import Random

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from responsibility.language.wording import load_wording
from responsibility.views.issued.books import META
from responsibility.views.issued.layout import LAYOUT

HEAD = LAYOUT.head_row + 1  # from 1
TEXTS = ("done", "problems", "next-step", "contact")
STATUSES = ("已完成", "按序时推进", "慢于序时", "未启动", "长期推进", "已调整或取消")


def at(key: str) -> int:
    """The issued column of a field, from 1."""
    return LAYOUT.place(key) + 1


@dataclass
class Sent:
    """A sheet being filled in and mangled. typed: words by (item, field); notes: words that belong to no field.

    shares: by item. lost: items whose rows the mangling made unbookable, so that their words must be unplaced.
    """

    book: Workbook
    name: str
    random: Random
    typed: dict[tuple[str, str], str] = field(default_factory=dict)
    shares: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    data: bytes | None = None

    @property
    def sheet(self) -> Worksheet:
        return self.book.worksheets[0]

    def rows(self) -> list[int]:
        return [row for row in range(HEAD + 1, self.sheet.max_row + 1) if self.sheet.cell(row, at("item_id")).value]

    def item(self, row: int) -> str:
        return str(self.sheet.cell(row, at("item_id")).value)

    def note(self, row: int, column: int, words: str) -> None:
        self.sheet.cell(row, column).value = words
        self.notes.append(words)

    def save(self) -> bytes:
        buffer = io.BytesIO()
        self.book.save(buffer)
        return buffer.getvalue()


def open_sheet(data: bytes, name: str, seed: int) -> Sent:
    return Sent(load_workbook(io.BytesIO(data)), name, Random(seed))


def fill_in(sent: Sent, share: float = 0.8) -> None:
    """Type answers into a part of the cells, each text unlike every other."""
    for row in sent.rows():
        item = sent.item(row)
        for key in TEXTS:
            if sent.random.random() < share:
                words = f"{key}于{item}由{sent.name}第{sent.random.randrange(10**6)}号"
                sent.sheet.cell(row, at(key)).value = words
                sent.typed[item, key] = words
        if sent.random.random() < share:
            words = sent.random.choice(STATUSES)
            sent.sheet.cell(row, at("status")).value = words
            sent.typed[item, "status"] = words
        if sent.random.random() < share:
            percent = sent.random.randint(2, 99)
            sent.sheet.cell(row, at("progress")).value = percent / 100
            sent.shares[item] = percent


def contents(sheet: Worksheet, row: int) -> list[object]:
    return [sheet.cell(row, column).value for column in range(1, sheet.max_column + 1)]


def rewrite(sheet: Worksheet, row: int, values: list[object]) -> None:
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row, column)
        if cell.__class__.__name__ != "MergedCell":
            cell.value = value


def unmerge(sheet: Worksheet, below: int = HEAD) -> None:
    for area in list(sheet.merged_cells.ranges):
        if area.min_row > below or below == 0:
            sheet.unmerge_cells(str(area))


def order_rows(sent: Sent, reorder: Callable[[list[list[object]]], list[list[object]]]) -> None:
    unmerge(sent.sheet)
    last = sent.sheet.max_row
    rows = [contents(sent.sheet, row) for row in range(HEAD + 1, last + 1)]
    for row, values in enumerate(reorder(rows), HEAD + 1):
        rewrite(sent.sheet, row, values)


def order_columns(sent: Sent, order: list[int]) -> None:
    unmerge(sent.sheet, 0)
    for row in range(HEAD, sent.sheet.max_row + 1):
        values = contents(sent.sheet, row)
        rewrite(sent.sheet, row, [values[place] for place in order])


def each_share(sent: Sent, write: Callable[[float], object], number_format: str = "General") -> None:
    for row in sent.rows():
        if sent.item(row) in sent.shares:
            cell = sent.sheet.cell(row, at("progress"))
            cell.number_format = number_format
            cell.value = write(sent.shares[sent.item(row)])


def insert_column(sent: Sent, before: int, head: str) -> None:
    unmerge(sent.sheet, 0)
    sent.sheet.insert_cols(before)
    sent.sheet.cell(HEAD, before).value = head
    ids = before <= at("item_id")
    for row in range(HEAD + 1, sent.sheet.max_row + 1):
        if sent.sheet.cell(row, at("item_id") + ids).value and row % 2:
            sent.note(row, before, f"加注{row}")


def patch(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Rewrite the members of a workbook; None drops one."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            content = change(member, old.read(member))
            if content is not None:
                new.writestr(member, content)
    return buffer.getvalue()


def as_formulas(content: bytes, column: str) -> bytes:
    """Make the numbers of a column results of formulas, as Excel saves them."""
    pattern = re.compile(rb'(<c r="' + column.encode() + rb'\d+"[^>]*?)( t="n")?><v>([^<]+)</v></c>')
    return pattern.sub(lambda found: found[1] + b"><f>1*" + found[3] + b"</f><v>" + found[3] + b"</v></c>", content)


def to_csv(sent: Sent, encoding: str) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    for row in sent.sheet.iter_rows(values_only=True):
        writer.writerow(["" if value is None else value for value in row])
    return buffer.getvalue().encode(encoding)


MANGLES: dict[str, Callable[[Sent], None]] = {}


def mangle(name: str) -> Callable[[Callable[[Sent], None]], Callable[[Sent], None]]:
    def add(function: Callable[[Sent], None]) -> Callable[[Sent], None]:
        MANGLES[name] = function
        return function

    return add


@mangle("untouched")
def _untouched(sent: Sent) -> None:
    pass


@mangle("renamed file")
def _renamed(sent: Sent) -> None:
    sent.name = "新建 XLSX 工作表(3)(1).xlsx"


@mangle("rows upside down")
def _reversed(sent: Sent) -> None:
    order_rows(sent, lambda rows: rows[::-1])


@mangle("rows shuffled with their bands")
def _shuffled(sent: Sent) -> None:
    order_rows(sent, lambda rows: sent.random.sample(rows, len(rows)))


@mangle("blank rows between")
def _spaced(sent: Sent) -> None:
    unmerge(sent.sheet)
    for row in range(sent.sheet.max_row, HEAD + 1, -1):
        sent.sheet.insert_rows(row)


@mangle("rows inserted above the heads")
def _pushed_down(sent: Sent) -> None:
    unmerge(sent.sheet, 0)
    sent.sheet.insert_rows(1, 3)
    sent.note(1, 1, "请各科室核对后报")


@mangle("everything above the heads deleted")
def _topless(sent: Sent) -> None:
    unmerge(sent.sheet, 0)
    sent.sheet.delete_rows(1, HEAD - 1)


@mangle("a note below the table")
def _footnote(sent: Sent) -> None:
    sent.note(sent.sheet.max_row + 2, 3, "以上情况已经主要领导审定")


@mangle("a note in a band")
def _band_note(sent: Sent) -> None:
    unmerge(sent.sheet)
    band = next(row for row in range(HEAD + 1, sent.sheet.max_row) if row not in sent.rows())
    sent.note(band, at("done"), "本类任务总体顺利")


@mangle("column inserted at the front")
def _front_column(sent: Sent) -> None:
    insert_column(sent, 1, "科室自编号")


@mangle("column inserted in the middle")
def _middle_column(sent: Sent) -> None:
    insert_column(sent, at("done"), "资金使用")


@mangle("column added at the end")
def _last_column(sent: Sent) -> None:
    insert_column(sent, at("item_id") + 1, "备注")


@mangle("columns in another order")
def _columns(sent: Sent) -> None:
    order_columns(sent, sent.random.sample(range(sent.sheet.max_column), sent.sheet.max_column))


@mangle("columns mirrored")
def _mirrored(sent: Sent) -> None:
    order_columns(sent, list(range(sent.sheet.max_column))[::-1])


@mangle("heads renamed")
def _heads(sent: Sent) -> None:
    for key, word in {
        "done": "工作进展",
        "progress": "完成率（%）",
        "problems": "困难和问题",
        "contact": "经办人",
    }.items():
        sent.sheet.cell(HEAD, at(key)).value = word


@mangle("a head beyond recognition")
def _strange_head(sent: Sent) -> None:
    sent.sheet.cell(HEAD, at("problems")).value = "说明三"


@mangle("heads of ids and texts gone")
def _headless_ids(sent: Sent) -> None:
    for key in ("item_id", "text"):
        sent.sheet.cell(HEAD, at(key)).value = None


@mangle("a head twice")
def _head_twice(sent: Sent) -> None:
    column = at("item_id") + 1
    sent.sheet.cell(HEAD, column).value = "进展情况"
    sent.note(sent.rows()[0], column, "另一处进展")


@mangle("columns hidden")
def _hidden_columns(sent: Sent) -> None:
    for letter in "FGH":
        sent.sheet.column_dimensions[letter].hidden = True


@mangle("rows hidden by a filter")
def _hidden_rows(sent: Sent) -> None:
    sent.sheet.auto_filter.ref = f"A{HEAD}:L{sent.sheet.max_row}"
    for row in sent.rows()[::2]:
        sent.sheet.row_dimensions[row].hidden = True


@mangle("hidden ids deleted")
def _no_ids(sent: Sent) -> None:
    unmerge(sent.sheet, 0)
    sent.sheet.delete_cols(at("item_id"))


@mangle("printed ids deleted")
def _no_numbers(sent: Sent) -> None:
    unmerge(sent.sheet, 0)
    sent.sheet.delete_cols(at("item"))


@mangle("texts deleted")
def _no_texts(sent: Sent) -> None:
    unmerge(sent.sheet, 0)
    sent.sheet.delete_cols(at("text"))


@mangle("both ids deleted")
def _only_texts(sent: Sent) -> None:
    unmerge(sent.sheet, 0)
    sent.sheet.delete_cols(at("item_id"))
    sent.sheet.delete_cols(at("item"))


@mangle("properties lost")
def _no_properties(sent: Sent) -> None:
    for name in list(sent.book.custom_doc_props.names):
        del sent.book.custom_doc_props[name]


@mangle("hidden sheet lost")
def _no_meta(sent: Sent) -> None:
    del sent.book[META]


@mangle("copied to a new workbook")
def _copied(sent: Sent) -> None:
    fresh = Workbook()
    for row in sent.sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                fresh.active.cell(cell.row, cell.column).value = cell.value
    sent.book = fresh


@mangle("sheet renamed and moved")
def _sheet_renamed(sent: Sent) -> None:
    sent.data = None
    sheet = sent.sheet
    sheet.title = "Sheet1"
    sent.book.move_sheet(sheet, 2)
    sent.data = sent.save()


@mangle("an added sheet with notes")
def _added_sheet(sent: Sent) -> None:
    added = sent.book.create_sheet("情况说明")
    for row, words in enumerate(("有两项任务拟申请延期", "附会议纪要"), 1):
        added.cell(row, 2).value = words
        sent.notes.append(words)


@mangle("the sheet copied within the book")
def _sheet_twice(sent: Sent) -> None:
    sent.book.copy_worksheet(sent.sheet)


@mangle("shares as 85")
def _whole_shares(sent: Sent) -> None:
    each_share(sent, float)


@mangle("shares as 0.85 without a format")
def _bare_shares(sent: Sent) -> None:
    each_share(sent, lambda percent: percent / 100)


@mangle("shares as text 85%")
def _text_shares(sent: Sent) -> None:
    each_share(sent, lambda percent: f"{percent:g}%")


@mangle("shares in full-width digits")
def _wide_shares(sent: Sent) -> None:
    wide = str.maketrans("0123456789%", "０１２３４５６７８９％")
    each_share(sent, lambda percent: f" {percent:g}% ".translate(wide))


@mangle("shares in words")
def _spoken_shares(sent: Sent) -> None:
    digits = "零一二三四五六七八九"

    def speak(percent: float) -> str:
        tens, ones = divmod(int(percent), 10)
        return f"百分之{digits[tens] + '十' if tens else ''}{digits[ones] if ones else ''}"

    each_share(sent, speak)


@mangle("85 pasted into percent cells")
def _pasted_shares(sent: Sent) -> None:
    each_share(sent, float, "0%")


@mangle("shares in cells that became dates")
def _dated_shares(sent: Sent) -> None:
    each_share(sent, float, "yyyy-mm-dd")


@mangle("formulas with results")
def _computed(sent: Sent) -> None:
    sent.data = patch(sent.save(), lambda name, content: as_formulas(content, "G") if "sheet1.xml" in name else content)


@mangle("formulas without results")
def _uncomputed(sent: Sent) -> None:
    for row in sent.rows():
        if sent.item(row) in sent.shares:
            formula = f"=1*{sent.shares.pop(sent.item(row)) / 100}"
            sent.sheet.cell(row, at("progress")).value = formula
            sent.notes.append(formula)


@mangle("error values")
def _errors(sent: Sent) -> None:
    for row in sent.rows()[:2]:
        sent.shares.pop(sent.item(row), None)
        sent.sheet.cell(row, at("progress")).value = "#REF!"
        sent.notes.append("#REF!")


@mangle("pictures in cells")
def _pictures(sent: Sent) -> None:
    row = sent.rows()[0]
    sent.typed.pop((sent.item(row), "done"), None)
    formula = '=_xlfn.DISPIMG("ID_8A0F",1)'
    sent.sheet.cell(row, at("done")).value = formula
    sent.notes.append(formula)


@mangle("comments on cells")
def _comments(sent: Sent) -> None:
    for place, row in enumerate(sent.rows()):
        sent.sheet.cell(row, at("done")).comment = Comment(f"此数待核{place}", "李四")
        sent.notes.append(f"此数待核{place}")
    sent.sheet["A1"].comment = Comment("总体情况良好", "李四")
    sent.notes.append("总体情况良好")


@mangle("struck letters")
def _struck(sent: Sent) -> None:
    for row in sent.rows():
        sent.sheet.cell(row, at("done")).font = Font(strike=True)


@mangle("offices merged downwards")
def _merged(sent: Sent) -> None:
    pairs = zip(sent.rows(), sent.rows()[1:], strict=False)
    first, second = next((one, other) for one, other in pairs if other == one + 1)
    sent.typed.pop((sent.item(second), "contact"), None)
    sent.sheet.cell(first, at("contact")).value = "综合科"
    sent.sheet.merge_cells(start_row=first, end_row=second, start_column=at("contact"), end_column=at("contact"))
    for row in (first, second):
        sent.typed[sent.item(row), "contact"] = "综合科"


@mangle("texts in other widths and spaces")
def _respaced(sent: Sent) -> None:
    for row in sent.rows():
        cell = sent.sheet.cell(row, at("text"))
        cell.value = str(cell.value).replace(",", "，").replace("。", " 。\n").replace("(", "（")


@mangle("a task's text tampered with")
def _tampered(sent: Sent) -> None:
    cell = sent.sheet.cell(sent.rows()[0], at("text"))
    sent.note(cell.row, cell.column, f"{cell.value}(建议改由市a局牵头)")


@mangle("ids of two rows exchanged")
def _exchanged(sent: Sent) -> None:
    one, other = sent.rows()[:2]
    for row, value in ((one, sent.item(other)), (other, sent.item(one))):
        sent.sheet.cell(row, at("item_id")).value = value


@mangle("a printed id overwritten")
def _overwritten(sent: Sent) -> None:
    sent.note(sent.rows()[0], at("item"), "任务甲")


@mangle("a row copied and changed")
def _row_twice(sent: Sent) -> None:
    first = sent.rows()[0]
    values = contents(sent.sheet, first)
    values[at("done") - 1] = "后来补充的进展"
    rewrite(sent.sheet, sent.sheet.max_row + 1, values)
    sent.notes.append("后来补充的进展")


@mangle("a row copied as it is")
def _row_copied(sent: Sent) -> None:
    rewrite(sent.sheet, sent.sheet.max_row + 1, contents(sent.sheet, sent.rows()[0]))


@mangle("a row deleted")
def _row_deleted(sent: Sent) -> None:
    unmerge(sent.sheet)
    row = sent.rows()[0]
    item = sent.item(row)
    sent.typed = {key: words for key, words in sent.typed.items() if key[0] != item}
    sent.shares.pop(item, None)
    sent.sheet.delete_rows(row)


@mangle("a row of another unit pasted")
def _foreign(sent: Sent) -> None:
    values = contents(sent.sheet, sent.rows()[0])
    values[at("item") - 1] = values[at("item_id") - 1] = "9.9"
    values[at("text") - 1] = "别的单位的任务"
    for key in TEXTS:
        values[at(key) - 1] = f"粘贴来的{key}"
        sent.notes.append(f"粘贴来的{key}")
    values[at("status") - 1] = values[at("progress") - 1] = None
    rewrite(sent.sheet, sent.sheet.max_row + 1, values)


@mangle("numbers renumbered, targets overwritten")
def _renumbered(sent: Sent) -> None:
    for place, row in enumerate(sent.rows(), 100):
        sent.sheet.cell(row, at("item")).value = place
    sent.note(sent.rows()[0], at("due"), "建议延至年底")


@mangle("line breaks, tabs and _x000D_")
def _breaks(sent: Sent) -> None:
    for key, words in list(sent.typed.items()):
        if key[1] == "done":
            row = next(row for row in sent.rows() if sent.item(row) == key[0])
            sent.sheet.cell(row, at("done")).value = f"{words}_x000D_\n\t其二"
            sent.typed[key] = words


@mangle("text that looks like a formula")
def _formula_text(sent: Sent) -> None:
    row = sent.rows()[0]
    for key, words in (("done", "=1+1就是进展"), ("problems", "-5"), ("next-step", "@全体")):
        cell = sent.sheet.cell(row, at(key))
        cell.value = words
        cell.data_type = "s"
        sent.typed[sent.item(row), key] = words


@mangle("an array formula")
def _array(sent: Sent) -> None:
    cell = sent.sheet.cell(sent.rows()[0], at("progress"))
    sent.shares.pop(sent.item(cell.row), None)
    sent.sheet[cell.coordinate] = ArrayFormula(cell.coordinate, "=SUM(1,2)")
    sent.notes.append("=SUM(1,2)")


@mangle("statuses in other words")
def _statuses(sent: Sent) -> None:
    other = dict(zip(STATUSES, ("办结。", "正常推进", "滞后", "尚未启动", "常态化推进", "已取消"), strict=True))
    for row in sent.rows():
        cell = sent.sheet.cell(row, at("status"))
        if cell.value:
            sent.typed[sent.item(row), "status"] = cell.value = other[str(cell.value)]


@mangle("a used area that lies")
def _lying_area(sent: Sent) -> None:
    lie = re.compile(rb'<dimension ref="[^"]*"')
    sent.data = patch(sent.save(), lambda _, content: lie.sub(b'<dimension ref="A1"', content))


@mangle("names and days in the form")
def _form(sent: Sent) -> None:
    lines = {"period": "2026年二季度", "filled-on": "2026年11月底", "deputy": "王五 8888001", "signed-by": "赵六"}
    for key, words in lines.items():
        label = next(
            cell for row in sent.sheet.iter_rows() for cell in row if cell.value == load_wording()(f"sheet.form.{key}")
        )
        behind = [area.max_col for area in sent.sheet.merged_cells.ranges if label.coordinate in area]
        sent.note(label.row, max([label.column, *behind]) + 1, words)


@mangle("CSV as Excel writes it")
def _csv(sent: Sent) -> None:
    sent.data = to_csv(sent, "gb18030")
    sent.name = "任务清单.csv"


@mangle("CSV in UTF-8 under a wrong ending")
def _csv_utf8(sent: Sent) -> None:
    sent.data = to_csv(sent, "utf-8-sig")
    sent.name = "任务清单.et"


@mangle("look of another program")
def _restyled(sent: Sent) -> None:
    for row in sent.sheet.iter_rows(min_row=HEAD):
        for cell in row:
            cell.font = copy(Font(name="Arial", size=8))
            cell.protection = copy(cell.protection)
