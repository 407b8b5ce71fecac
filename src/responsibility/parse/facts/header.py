"""Header: title, issuer, numbers, dates and addressees of a notice.

In: a Document and where its body begins. Out: a Header; what is not printed is None. Two sources, the first wins:

    fields  "label: value" lines as government sites print above a notice, several on a line
    letter  title, 文号, addressees ending in a colon, signature and date, by line or run together on one line

A title is given as printed, also where a site left a space in it: mending it would be guessing.
Does not read the body.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import islice, pairwise

from responsibility.kinds import BlockKind
from responsibility.language.measures import load_measures
from responsibility.model import Block, Document, Header, Heading
from responsibility.parse.facts.days import When
from responsibility.parse.facts.joined import fold_whole
from responsibility.parse.facts.number import find_document_number, part_number, plain_number
from responsibility.parse.facts.numerals import find_day
from responsibility.parse.facts.signature import (
    find_below,
    find_last_day,
    find_signature,
    lines_of,
)
from responsibility.patterns import HAN, late
from responsibility.spans import Span, fold

_WORDS = load_measures("header")
_FILLED = ("title", "issuer", "document_number", "index_number", "issued_on", "published_on")
# A label that fills no field still ends the value before it.
_FIELDS = {label: key if key in _FILLED else "" for key in (*_FILLED, "other") for label in _WORDS[key]}
_LABEL = re.compile(
    # The first sign by itself, so that a search leaps over all others; what stands before it is looked at behind it.
    "|".join(
        rf"{label[0]}(?<!\S.)[ ]{{0,6}}{'[ ]{0,6}'.join(label[1:])}[ ]{{0,6}}:"
        for label in sorted(_FIELDS, key=len, reverse=True)
    )
)
# As a copied page prints them, with a blank for the colon; prose uses none of the sure ones, two tell such a page.
_BARE_LABEL = late(rf"(?:(?<=^)|(?<=[\n ]))(?:{'|'.join(sorted(_FIELDS, key=len, reverse=True))})(?= +\S)")
_SURE = ("document_number", "index_number", "issued_on", "published_on")
_NOTHING = ("", *_WORDS["nothing"])
_HEAD = 6_000  # no head is longer; bounds every search
_KINDS, _ADDRESSED, _ORGAN_ENDS = (_WORDS[key] for key in ("kinds", "addressed", "organs"))
_TITLE_END = late(
    rf"(?:{'|'.join(_KINDS)}|(?<=.{{4}})(?:{'|'.join(_WORDS['lists'])})|(?:{'|'.join(_WORDS['issuing'])})《[^》]+》)"
    r"(?:\([^)]{1,30}\))?$"
)
_KIND = re.compile("|".join(_KINDS))
_BLANKS = ("", "\n", " ")
_ANNEX = re.compile(r"^[ ]{0,9}附件[ ]?\d{0,2}:?[ ]{0,9}$", re.MULTILINE)
_CLASS = re.compile(r"^【[^】]{1,30}】\s*(?=\S)")  # under which a site files the notice
_SPREAD = late(rf"(?<={HAN}|》)[ \u3000]+(?={HAN}(?:[ \u3000]|\Z))|(?<=[ \u3000]{HAN})[ \u3000]+(?={HAN})")  # 的 通 知
_HAN_YEAR = re.compile("(二[〇零○][〇零○一二三四五六七八九]{2})年")
_YEAR = re.compile(r"20[0-9]{2}(?=年)")
_YEARS = late(r"(20[0-9]{2})年?(?:[-—–~〜]{1,2}|至|到)(20[0-9]{2})年")
_HELD = ("时间:", "会议时间:")
_MEETING, _OPENING, _LONGEST_OPENING = ("会议", "召开"), 5, 1_000  # lines and signs in which minutes open
_ISSUING = _WORDS["issuing"]
_CLOSERS = _WORDS["closers"]  # what can stand behind the main text
_MAKER = re.compile(r"(?![省市县区直驻有相])[^\W\d_各]{2,4}(?:单位|部门)")
_DUTY = late("牵头|配合|责任(?:单位|部门)|负责")  # of those below: 市甲局牵头,市乙局配合:
_LONGEST = 60  # no title is longer on one line
_PROSE = frozenset("。，；,;《")  # what no title row of a table has
_BREAKS = frozenset("。;!?")
_COLONS = 8  # before which addressees are sought: a site's side box has some of its own, 一图读懂:
_INTRODUCING = "如下"  # a sentence before a colon that addresses nobody: 现提出如下措施
_NO_TITLE = _BREAKS | frozenset(":>›»")  # 首页 > 政务公开: where a page stands on its site
_LONGEST_LINE = 50  # of a title's first line
_SHORT = 6  # what stands before 分工表 where the line above says what it is about


def parse_header(document: Document, end: int) -> Header:
    """Read the head of a notice.

    end: where the body begins (the first heading or item), or the length of the text.
    A signature may also stand at the end of the whole text.
    """
    printed, folded = document.text, fold_whole(document.text)
    head = folded[: max(0, min(end, _HEAD))]
    fields, start = _read_fields(document, head)
    # A table's cells hold days, names and colons of their own; only a cell that has its row to itself can be a title.
    shared, alone = _part_rows(_find_cells(document, 0, len(head)))
    titled = _blank_out(head, shared)
    head = _blank_out(titled, alone)
    letter = _ANNEX.search(titled, start)  # whose title is none of the letter above
    title = letter and _find_title(titled[: letter.start()], start)
    title = title or _choose_title(titled, start)
    after = max(title.end if title else 0, start)
    addressees = _find_addressees(head, after)
    signature = find_signature(head, addressees.end if addressees else after)
    published = _day_of(fields.get("published_on"))
    signature = signature or find_below(head, after, addressees.start if addressees else len(head))
    if signature is None:
        tail = max(0, len(printed) - _HEAD)
        closing = _blank_out(folded[tail:], _find_cells(document, tail, len(printed)), tail)
        signature = find_signature(closing, 0, is_tail=True) or find_last_day(closing, published)
    title, behind = part_number(head, title)
    words = _CLASS.sub("", "".join(line.strip() for line in title.of(printed).splitlines())) if title else None
    words = _SPREAD.sub("", words) if words else None
    issuer = fields.get("issuer") or (signature[0] if signature else "") or _issuer_of(words or "")
    number = find_document_number(printed[: len(head)], head, start, issuer) or plain_number(behind.of(printed))
    return Header(
        title=fields.get("title") or words,
        issuer=issuer or None,
        document_number=fields.get("document_number") or (number or None),
        index_number=fields.get("index_number"),
        issued_on=_day_of(fields.get("issued_on")) or (signature[1] if signature else None),
        published_on=published,
        addressees=_split_addressees(addressees.of(printed)) if addressees else (),
    )


def _find_cells(document: Document, start: int, end: int) -> list[Block]:
    first, last = (bisect_left(document.blocks, at, key=lambda block: block.span.start) for at in (start, end))
    return [each for each in document.blocks[first:last] if each.kind is BlockKind.CELL]


def _part_rows(cells: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """Part the cells that share their row with others from those that have it to themselves."""
    rows = [each.locator[-3:-1] for each in cells]  # table and row
    counts = Counter(rows)
    placed = list(zip(cells, rows, strict=True))
    return [each for each, row in placed if counts[row] > 1], [each for each, row in placed if counts[row] == 1]


def _blank_out(text: str, cells: Sequence[Block], start: int = 0) -> str:
    """Blank out cells in a text that begins at start of the document's."""
    parts, at = [], 0
    for block in cells:
        begin, stop = block.span
        parts += [text[at : begin - start], " " * (stop - begin)]
        at = stop - start
    return "".join([*parts, text[at:]])[: len(text)]


def _read_fields(document: Document, head: str) -> tuple[dict[str, str], int]:
    """Read the "label: value" fields, and where the last of their lines ends.

    One label alone is prose, unless it is one that prose does not use.
    """
    labels = list(_LABEL.finditer(head))
    if not labels and "号 " in head:  # 文号 甲政发〔2025〕3号, 索引号 01-2
        bare = list(_BARE_LABEL.finditer(head))
        labels = bare if sum(_FIELDS[each[0]] in _SURE for each in bare) > 1 else []
    fields, last = _read_paired(document, head)
    for found, following in zip(labels, [*labels[1:], None], strict=False):
        field = _FIELDS[found[0].replace(" ", "").removesuffix(":")]
        line_end = _line_end(head, found.end())
        stop = min(line_end, following.start()) if following else line_end
        span = Span(found.end(), stop)
        if not span.of(head).strip() and stop == line_end:
            span = _next_cell(document, stop)
        value = span.of(document.text).strip()
        last = max(last, span.end)
        if field and value not in _NOTHING:
            fields.setdefault(field, value)
    if len(labels) < 2:
        fields.pop("title", None)
    return fields, last if fields else 0


def _read_paired(document: Document, head: str) -> tuple[dict[str, str], int]:
    """Read cells that alternate as label and value, without colons, and where the last row of them ends."""
    rows: dict[tuple[int | None, ...], list[Block]] = {}
    for cell in _find_cells(document, 0, len(head)):
        rows.setdefault(cell.locator[-3:-1], []).append(cell)
    fields: dict[str, str] = {}
    last = 0
    for row in rows.values():
        words = [each.span.of(document.text).strip() for each in row]
        pairs = [
            (_FIELDS.get("".join(label.split()), ""), value)
            for label, value in zip(words[::2], words[1::2], strict=False)
        ]
        if len(row) % 2 == 0 and any(label in _SURE for label, _ in pairs):
            fields |= {label: value for label, value in pairs if label and value not in _NOTHING}
            last = row[-1].span.end
    return fields, last


def _line_end(text: str, start: int) -> int:
    at = text.find("\n", start)
    return len(text) if at < 0 else at


def _next_cell(document: Document, end: int) -> Span:
    """Return the table cell behind a cell that held only a label, or an empty span."""
    for block in document.blocks:
        if block.span.start >= end:
            return block.span if block.kind is BlockKind.CELL else Span(end, end)
    return Span(end, end)


def _day_of(words: str | None) -> date | None:
    found = find_day(fold(words)) if words else None
    return found[0] if found else None


def _find_title(head: str, start: int) -> Span | None:
    """Find the title: lines of its own up to one that ends in 通知, 意见 …, else words run on from 关于."""
    return _title_by_line(head, start) or _title_run_on(head, start)


def _choose_title(titled: str, start: int) -> Span | None:
    """Return the title behind a site's fields, or that of the notice among them where the one behind is its annex's."""
    behind, among = _find_title(titled, start), _find_title(titled[:start], 0)
    annexed = behind and among and "关于" in among.of(titled) and "关于" not in behind.of(titled)
    return among if annexed else behind or among


def _title_by_line(head: str, start: int) -> Span | None:
    first: int | None = None
    above: tuple[int, str] = (0, "")
    lines = [*islice(lines_of(head, start), 21), (len(head), "")]
    for (at, line), (_, below) in pairwise(lines[:21]):
        tight = line.replace(" ", "")
        is_prose = len(line) > 120 or not _NO_TITLE.isdisjoint(line) or line[0] in "[(" or "http" in line
        if is_prose or (first is None and not ("关于" in tight or _TITLE_END.search(tight))):
            first, above = None, (0, "") if is_prose else (at, tight)
            continue
        first = (above[0] if _begins_title(above[1], tight) else at) if first is None else first
        if _TITLE_END.search(tight) and not _closes_title(head[first : at + len(line)], below.replace(" ", "")):
            return Span(first, at + len(line)) if at - first < 200 else None
    return None


def _closes_title(words: str, below: str) -> bool:
    """Say whether the line below ends a title that 印发 opened and a word like 分工 seems to end: 方案的通知."""
    opened = "关于" in words and any(word in words for word in _ISSUING)
    return opened and below.endswith("的通知") and "通知" not in words and "关于" not in below


def _begins_title(above: str, line: str) -> bool:
    """Say whether the line above is the title's first: who issues before 关于…, or what it is about before 分工表."""
    if line.startswith(("关于", *_ISSUING)):
        return above.endswith(_ORGAN_ENDS) and len(above) < _LONGEST_LINE
    own = _TITLE_END.sub("", line)
    return 2 < len(above) < _LONGEST_LINE and len(own) < _SHORT and not above.endswith(("文件", "号", *_ORGAN_ENDS))


def _title_run_on(head: str, start: int) -> Span | None:
    at = head.find("关于", start)
    for _ in range(10):
        if at < 0:
            return None
        left = max((head.rfind(sign, start, at) for sign in " \n号"), default=-1)
        first = max(left + 1, start)
        before = head[first:at]
        found = _first_kind(head, at)
        if found and len(before) < 50 and not set(before) & set("《》,。:;“"):
            return Span(first, found)
        at = head.find("关于", at + 2)
    return None


def _first_kind(head: str, start: int) -> int | None:
    """Where the first kind word outside 《》 ends that a blank, a bracket or an addressee follows."""
    for found in _KIND.finditer(head, start, min(len(head), start + 200)):
        words = head[start : found.end()]
        if not _BREAKS.isdisjoint(words) or ":" in words:
            return None
        follows = head[found.end() : found.end() + 1]
        if words.count("《") == words.count("》") and (not follows or follows in " \n([各省市县区"):
            return found.end()
    return None


def _issuer_of(title: str) -> str:
    words = "关于" if "关于" in title else "《"
    before = title.partition(words)[0] if words in title else ""
    before = before.removesuffix(next((word for word in _ISSUING if before.endswith(word)), "")).strip()
    return before if before.endswith(_ORGAN_ENDS) else ""


def _find_addressees(head: str, start: int) -> Span | None:
    """Find the words before a colon behind the title that address someone, before the first sentence ends."""
    at = start
    for _ in range(_COLONS):
        at = head.find(":", at) + 1
        words = head[start : at - 1] if at else ""
        if not words or not _BREAKS.isdisjoint(words) or len(words) > 600 or _INTRODUCING in words:
            return None
        chunk = words.rstrip().split()[-1:]
        if chunk and len(chunk[0]) <= 300 and any(each in chunk[0] for each in _ADDRESSED):
            # 制表单位:某督查室; 抄报: a label that addresses no one who has tasks
            if _MAKER.fullmatch(chunk[0]) or chunk[0].endswith(_CLOSERS) or _DUTY.search(chunk[0]):
                return None
            first = start + words.rindex(chunk[0])
            return Span(first, first + len(chunk[0]))
    return None


def _split_addressees(printed: str) -> tuple[str, ...]:
    """Split at commas outside brackets, and at 、 where 各 begins anew: 国务院各部委、各直属机构."""
    parts, depth, first = [], 0, 0
    folded = fold(printed)
    for at, char in enumerate(folded):
        depth += (char in "([") - (char in ")]")
        if depth <= 0 and (char in ",;" or (char == "、" and folded[at + 1 : at + 2] == "各")):
            parts.append(printed[first:at])
            first = at + 1
    parts = [part.strip() for part in (*parts, printed[first:]) if part.strip()]
    return tuple(name for part in parts for name in _split_units(part))


def _split_units(part: str) -> Sequence[str]:
    """Part 甲局、乙局 where each is a unit; 各县、区人民政府 and 市委各部、委 are no lists of units."""
    names = part.split("、")
    return names if all(len(each) > 2 and each[0] != "各" and each.endswith(_ORGAN_ENDS) for each in names) else [part]


def _with_figures(title: str) -> str:
    """Write 二〇二六年, ２０２６年 and 2026 年 as 2026年."""
    return _HAN_YEAR.sub(_in_figures, "".join(fold_whole(title).split()))


def _in_figures(year: re.Match[str]) -> str:
    return "".join(str("〇一二三四五六七八九".index(sign)) for sign in re.sub("[零○]", "〇", year[1])) + "年"


def tell_when(header: Header, text: str) -> When:
    """Return the year or years a plan is for and its day of issue.

    The year is that in its title, or in the first line where that is all the title there is, else that of its issue,
    or of the day with which minutes open, or on which it was published or sent.
    """
    opening = text.lstrip()[:_LONGEST].partition("\n")[0]
    title = _with_figures(header.title or ("" if set(opening) & _PROSE else opening))
    year, issued = _YEAR.search(title), header.issued_on
    several = _YEARS.search(title) if year else None
    if several and several[1] < several[2]:
        return When(int(several[2]), issued, int(several[1]))
    if year:
        return When(int(year[0]), issued)
    day = issued or _find_meeting(text) or header.published_on
    return When(day.year if day else None, issued)


def tell_within(when: When, headings: Sequence[Heading]) -> When:
    """Return the time of the items below headings: of a plan for several years, the one that the last of them names."""
    if when.first is None or when.year is None:
        return when
    for heading in reversed(headings):
        years = {int(each[0]) for each in _YEAR.finditer(_with_figures(heading.title))}
        if len(years) == 1 and when.first <= min(years) <= when.year:
            return When(min(years), when.issued)
    return when


def _find_meeting(text: str) -> date | None:
    """Return the day of the meeting with which minutes open: 3月12日,某主任召开会议."""
    opening = text[:_LONGEST_OPENING]
    for _, line in (
        islice(lines_of(opening, 0), _OPENING) if any(word in opening for word in (*_MEETING, "时间")) else ()
    ):
        said = fold(line).lstrip()
        held = next((word for word in _HELD if said.startswith(word)), "")
        found = find_day(said.removeprefix(held))
        if found and found[1] == 0 and (held or any(word in line[: found[2] + _LONGEST] for word in _MEETING)):
            return found[0]
    return None
