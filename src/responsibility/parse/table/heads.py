"""Grid: a table's cells at their places, and what its heads say of its columns.

In: the CELL blocks of a Document. Out: Grids, and for those with heads the meaning of each column: number, category,
problem, task, content, target, due, a kind of unit (lead, shared, support, guide), one of BESIDE, or "" where no word
tells.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from responsibility.kinds import BlockKind
from responsibility.language.lexicon import Lexicon
from responsibility.model import Block, Document
from responsibility.parse.beside.fields import FieldKind, tell_field
from responsibility.parse.clause.labels import guess_kind, is_watch
from responsibility.parse.clause.names import is_unit_like
from responsibility.parse.facts.deadlines import names_end
from responsibility.patterns import late
from responsibility.spans import Span

UNITS = ("lead", "shared", "support", "guide")
TEXTS = ("problem", "task", "content")
# What stands beside the task and is kept under its own head.
BESIDE = ("person", "office", "phone", "schedule", "period", "field", "note", "watch", "other", "")
_KEYS = ("number", "category", "problem", "task", "content", "target", "due", "note", "field", "shared")
_PERIOD = re.compile(
    r"(?:(?:19|20)\d\d年)?(?:第?[1-4一二三四]季度|[上下]半年|\d{1,2}(?:[-—~至]\d{1,2})?月份?|[一二三四五六七八九十]{1,3}月份?|年)(?:[底末]|[上中下]旬)?前?"
    r"(?:完成|计划|工作|形象|阶段)?(?:目标|进度|任务|安排|计划|节点|内容)?"
)
OVER = "·"  # between a quarter and what stands under it
_DEEPEST_HEAD = 6  # rows above the heads: a title, 单位:项, a blank
_COUNTED = "一二三四五12345"
_LONGEST_HEAD = 16
_NAMED = "名称"
_NUMBER = late(r"[0-9]{1,4}[.、]?")
_BLANKS = re.compile(r"\s")
_JOINT = re.compile("[及和与、/]")  # 责任单位及责任人


@dataclass(frozen=True, slots=True)
class Grid:
    """One table. cells: every place a cell covers to its block; rows: those in which a cell begins, ascending.

    tabbed: whether it is a text whose cells a tab parts, where a merged cell was printed once.
    """

    table: int
    cells: Mapping[tuple[int, int], Block]
    rows: tuple[int, ...]
    width: int
    tabbed: bool = False
    _own: dict[int, tuple[Block, ...]] = field(default_factory=dict, init=False, compare=False, repr=False)

    def own(self, row: int) -> tuple[Block, ...]:
        """Return the cells that begin in a row, left to right."""
        found = self._own.get(row)
        if found is None:
            cells, places = self.cells, ((row, column) for column in range(1, self.width + 1))
            begun = dict.fromkeys(cells[place] for place in places if place in cells)
            found = self._own[row] = tuple(each for each in begun if each.locator.row == row)
        return found


@dataclass(frozen=True, slots=True)
class Head:
    """What a column holds. label: its head as printed, blanks out; head: the lowest head cell; over: its quarter."""

    kind: str
    label: str
    head: Block
    over: str = ""


def make_grids(document: Document) -> list[Grid]:
    """Return the document's tables in order."""
    tables: defaultdict[int, list[Block]] = defaultdict(list)
    for block in document.blocks:
        if (number := block.locator.table) is not None and block.kind is BlockKind.CELL:
            tables[number].append(block)
    grids = [_make_grid(number, blocks) for number, blocks in tables.items()]
    return [replace(grid, tabbed=_is_tabbed(document, tables[grid.table])) for grid in grids]


def _is_tabbed(document: Document, blocks: Sequence[Block]) -> bool:
    between = document.text[blocks[0].span.end : blocks[-1].span.start]
    return document.media_type == "text/plain" and "\t" in between


def _make_grid(number: int, blocks: Sequence[Block]) -> Grid:
    cells: dict[tuple[int, int], Block] = {}
    for block in blocks:
        place = block.locator
        row, column = place.row or 1, place.column or 1
        if block.rows == block.columns == 1:
            cells.setdefault((row, column), block)
            continue
        for down in range(block.rows):
            for across in range(block.columns):
                cells.setdefault((row + down, column + across), block)
    rows = tuple(sorted({block.locator.row or 1 for block in blocks}))
    return Grid(number, cells, rows, max(column for _, column in cells))


@lru_cache(maxsize=4096)
def tell_head(words: str, lexicon: Lexicon) -> str:
    """Tell what a column with this head holds.

    >>> from responsibility.language.lexicon import load_lexicon
    >>> [tell_head(words, load_lexicon()) for words in ("序 号", "牵头单位", "2023年重点任务", "甲乙丙")]
    ['number', 'lead', 'task', '']
    """
    folded = _BLANKS.sub("", lexicon.fold(words)).rstrip(":")
    if len(folded) > 3 * _LONGEST_HEAD:
        return ""
    if names_office_and_person(folded, lexicon):
        return "person"  # 责任科室及责任人, 责任科室(责任人)
    core, _, inside = folded.partition("(")
    core = core.rstrip(_COUNTED) if core.rstrip(_COUNTED) in lexicon.labels else core  # 责任单位一, 责任单位二
    folded = core if not inside else folded
    former = next((word for word in lexicon["heads.former"] if core.startswith(word)), "")
    if former and core.removeprefix(former) in lexicon.labels:
        return "field"
    if text := _tell_text_and_units(_JOINT.split(core), lexicon):
        return text
    named = core.endswith(lexicon["words.label_nouns"])
    role = lexicon.verbs.get(inside.rstrip(")"), "") if named else ""  # 主管部门(牵头), 责任单位(配合)
    beside = role or ("watch" if is_watch(core, lexicon) else _tell_beside(core, lexicon))
    if beside == "person" and inside.rstrip(")").endswith(lexicon["words.label_nouns"]):
        return "shared"  # 负责人(单位)
    return beside or _tell_listed(folded, lexicon) or _tell_ending(core, lexicon)


def _tell_text_and_units(parts: Sequence[str], lexicon: Lexicon) -> str:
    """Tell a column whose words hold their own clauses, 工作任务及责任单位, by what it says first: what is done."""
    units = any(lexicon.labels.get(part) in UNITS for part in parts)
    return next((key for key in TEXTS if units and not {*parts}.isdisjoint(lexicon[f"heads.{key}"])), "")


def names_office_and_person(folded: str, lexicon: Lexicon) -> bool:
    """Say whether a head joins offices inside a unit and persons, and nothing else but their telephones."""
    parts = [part for part in _JOINT.split(folded.replace("(", "、").rstrip(")")) if part]
    kinds = {"office" if has_office(part, lexicon) else str(tell_field(part, lexicon).value) for part in parts}
    return {"office", "person"} <= kinds <= {"office", "person", "phone"}


def _tell_listed(folded: str, lexicon: Lexicon) -> str:
    """Tell a head that the lexicon holds, whole or up to what is joined to it."""
    for core in (folded, folded.partition("(")[0], _JOINT.split(folded)[0]):
        exact = _whole_heads(lexicon).get(core) or lexicon.labels.get(core, "")
        joint = guess_kind(folded, lexicon) if exact == "other" and core != folded else ""
        if exact:
            return joint or exact  # 责任领导及责任单位
    return ""


def is_listed(words: str, lexicon: Lexicon) -> bool:
    """Say whether folded words are a head as a whole, or end as one of units does; 河道治理工程 only ends as a head."""
    whole = words in _whole_heads(lexicon) or words in lexicon.labels or _tell_beside(words, lexicon) == "person"
    return whole or (words.endswith(lexicon["words.label_nouns"]) and bool(tell_head(words, lexicon)))


@lru_cache(maxsize=8)
def _whole_heads(lexicon: Lexicon) -> dict[str, str]:
    """Return what each head holds that the lexicon has whole; of two kinds the one that is listed first."""
    return {word: key for key in reversed(_KEYS) for word in lexicon[f"heads.{key}"]}


def _tell_ending(core: str, lexicon: Lexicon) -> str:
    """Tell a head by how it ends, or by what it is made of."""
    if guess_kind(core, lexicon) == "guide":
        return "guide"  # 业务指导责任单位
    if len(core) > _LONGEST_HEAD:
        return ""
    scope = next((word for word in lexicon["words.label_prefixes"] if core.startswith(word)), "")
    if scope and (kind := {**lexicon.verbs, **lexicon.labels}.get(core.removeprefix(scope))):
        return kind  # 市级牵头, 县级落实
    if core.endswith(_NAMED):  # 民生事项名称, 指标名称
        core = core.removesuffix(_NAMED)
    endings = _endings(lexicon)
    return next((endings[core[at:]] for at in range(len(core)) if core[at:] in endings), None) or _tell_made(
        core, lexicon
    )


@lru_cache(maxsize=8)
def _endings(lexicon: Lexicon) -> dict[str, str]:
    """Return what a head may end with to its kind."""
    found = [(kind != "other", kind, word) for word, kind in lexicon.labels.items() if len(word) > 2]
    found += [(True, key, word) for key in _KEYS for word in lexicon[f"heads.{key}"] if len(word) > 1]
    return {word: kind for _, kind, word in sorted(found)}


def _tell_made(core: str, lexicon: Lexicon) -> str:
    """Tell a head that no list holds by what it is made of: 牵头专班, 责任乡镇, 包联单位, 拟投用时间."""
    if core.endswith(lexicon["heads.moments"]) and names_end(core):
        return "due"
    nouns = (*lexicon["words.label_nouns"], *lexicon["heads.bodies"])
    if not core.endswith(nouns):
        return ""
    is_open = core.endswith(tuple(noun for noun in nouns if len(noun) > 1))
    # 市医疗保障局 is a bureau: before one sign only 配合局 and 县协办局 support.
    kinds = {
        kind
        for verb, kind in lexicon.verbs.items()
        if verb in core and (is_open or kind != "support" or core.find(verb) < 2)
    }
    kinds |= {"shared"} if any(word in core for word in lexicon["heads.duties"]) else set()
    return next((kind for kind in ("lead", "support", "shared") if kind in kinds), "")


def has_office(words: str, lexicon: Lexicon) -> bool:
    """Say whether a head means an office inside a unit: 责任科室."""
    return words.partition("(")[0].endswith(lexicon["heads.offices"])


def _tell_beside(core: str, lexicon: Lexicon) -> str:
    """Tell a head that stands over persons, telephones or stages, and one of units with their persons."""
    if _PERIOD.fullmatch(core):
        return "period"
    if _JOINT.search(core) and (joint := guess_kind(core, lexicon)) in UNITS:
        return joint  # 责任领导及责任单位
    if {*_JOINT.split(core)} & {"单位", "部门"} and _JOINT.search(core):
        return "shared"  # 单位及责任人
    beside = tell_field(core, lexicon) if core and len(core) <= _LONGEST_HEAD else FieldKind.OTHER
    staged = beside is FieldKind.SCHEDULE and core not in lexicon["heads.due"]
    return str(beside.value) if staged or beside in (FieldKind.PERSON, FieldKind.PHONE) else ""


def find_columns(grid: Grid, text: str, lexicon: Lexicon) -> tuple[dict[int, Head], int] | None:
    """Return the meaning of each column and the first row below the heads, or None for a table without heads.

    Heads may stand over two rows: 责任单位 over 牵头 and 配合. The lower head that tells something prevails.
    """
    for row in grid.rows[:_DEEPEST_HEAD]:
        heads = _head_row(grid, row, text, lexicon)
        first = next(iter(heads.values()), None)
        if first and _NUMBER.fullmatch(first.label):
            continue  # 9 | 加强组织领导 | 市科技局: a row, whatever its words look like
        told = len({head.head for head in heads.values() if head.kind})  # a title over all columns is one
        told *= any(head.kind not in ("", "period") for head in heads.values())  # 6月底前 also stands in cells
        named = sum(is_unit_like(lexicon.fold(head.label), lexicon) for head in heads.values() if not head.kind)
        if told < 2 and not (told and named > 1) and not (grid.rows[-1] > row and _opens_units(heads, lexicon)):
            continue
        deep = row
        while (below := next((each for each in grid.rows if each > deep), 0)) and (
            lower := _lower(grid, heads, below, text, lexicon, first=deep == row)
        ):
            heads, deep = {**heads, **lower}, below
        return heads, deep + 1
    return None


def _lower(
    grid: Grid, heads: Mapping[int, Head], row: int, text: str, lexicon: Lexicon, *, first: bool
) -> dict[int, Head]:
    """Return the heads that stand below merged ones in the row under them; none where it is a row of the body.

    first: whether no row of heads is between; below two, only what is spread under a merged head is a third.
    """
    found = _head_row(grid, row, text, lexicon).items()
    own = {n: _under(heads.get(n), head, lexicon) for n, head in found if head.head.locator.row == row}
    told = first and all(head.kind for head in own.values())
    spread = all(n in heads and heads[n].head.columns > 1 for n in own)
    parted = any(n not in heads or heads[n].head.columns > 1 or not heads[n].kind for n in own)
    fits = parted and len(own) < len(heads) and (told or spread)  # 一、水环境方面 below 序号 is a section
    return own if fits else {}


def _under(upper: Head | None, head: Head, lexicon: Lexicon) -> Head:
    """Give a head that says no more than 部门 or 县级 what stands over it and others: 牵头部门 over 部门 | 责任人.

    One under a quarter keeps it: 一季度 over 计划投资 | 形象进度.
    """
    if upper is not None and upper.kind == "period" and upper.head.columns > 1:
        return replace(head, label=f"{upper.label}{OVER}{head.label}", over=upper.label)
    general = lexicon.fold(head.label) in (*lexicon["heads.unit"], *lexicon["words.generic"], *lexicon["words.scopes"])
    if upper is None or upper.kind not in UNITS or upper.head.columns < 2 or not general:
        return head
    return replace(head, kind=upper.kind, label=upper.label)


def _opens_units(heads: Mapping[int, Head], lexicon: Lexicon) -> bool:
    """Say whether the first heads are those of a table with units down: 县区, and figures beside."""
    first = next(iter(heads.values()), None)
    return first is not None and lexicon.fold(first.label) in lexicon["heads.unit"] and len(heads) > 1


def _head_row(grid: Grid, row: int, text: str, lexicon: Lexicon) -> dict[int, Head]:
    found: dict[int, Head] = {}
    for column in range(1, grid.width + 1):
        block = grid.cells.get((row, column))
        if block is not None:
            words = block.span.of(text)
            found[column] = Head(tell_head(words, lexicon), _BLANKS.sub("", words), block)
    return found


def is_responsible(columns: Mapping[int, Head]) -> bool:
    """Say whether columns tell who does what, or what is to be done by when or is to be put right."""
    kinds = {column.kind for column in columns.values()}
    told = bool(kinds & {*UNITS, "watch"})
    told |= bool(kinds & {*TEXTS}) and bool(kinds & {"due", "person", "period", "schedule"})
    return told and len(kinds) > 1


def span_over(blocks: Sequence[Block]) -> Span:
    """Return the span from the first to the last of blocks."""
    starts, ends = zip(*(block.span for block in blocks), strict=True)
    return Span(min(starts), max(ends))
