"""Model: the nouns of the house, frozen; invariants only.

Positions are code points of Document.text, half-open. Tuples keep document or protocol order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from responsibility.kinds import Basis, BlockKind, Match, Role, Severity
from responsibility.spans import Locator, Span


class Block(NamedTuple):
    """A stretch of the source: one line, paragraph or table cell.

    numbering: the automatic number that the source shows but does not hold as text ("（一）", "1."), or "".
    columns, rows: how many table columns and rows a merged cell covers.
    """

    span: Span
    locator: Locator
    kind: BlockKind = BlockKind.PARAGRAPH
    numbering: str = ""
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem or remark in the content, as data; wording speaks it.

    code: stable, upper case, one page each in docs/reference/findings.md. params: what the sentence names.
    """

    code: str
    severity: Severity
    span: Span | None = None
    item_id: str | None = None
    unit_id: str | None = None
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """One source as text. blocks are in order, do not overlap and lie in text; sha256 is of the bytes."""

    name: str
    media_type: str
    sha256: str
    text: str
    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading above an item: level 1 is the outermost; number as printed ("二、", "(一)")."""

    level: int
    number: str
    title: str
    span: Span


class Mention(NamedTuple):
    """One name as printed in a clause.

    separator: the sign or word before it in its list ("" for the first). mark: a role mark after it, "(牵头)".
    name: text with an elided prefix or suffix restored; equal to text where nothing was elided.
    role: what the words of the clause say about it, or None where they say nothing.
    basis: why that role; None where role is None, but for PROSE, which holds for whatever role comes of it.
    alias: a second name in brackets behind it: 市交通委（市道运局）.
    """

    text: str
    span: Span
    name: str
    separator: str = ""
    mark: str = ""
    role: Role | None = None
    basis: Basis | None = None
    alias: str = ""
    collective: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """The words that name the units of an item. label: 责任单位, 牵头单位 …, "" for a bare list or 由A牵头."""

    label: str
    span: Span
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """A number or date the item promises.

    text: the words. quantity: what is counted ("新增规上工业企业"), value: the number or an ISO date, unit: 家, %, …,
    bound: "=", ">=", ">", "<=", "<", "+" (an increase) or "by" (a date).
    holder: the unit whose figure it is, as its clause names it; "" where it is the whole item's.
    """

    text: str
    quantity: str
    value: float | str
    unit: str
    bound: str
    span: Span
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Who answers for an item, by name or by post alone (分管副省长负责).

    post: what the label or head calls them ("分管领导"), or their rank where it is all that is said; "" where only a
    name stands. rank: what else is said of them ("副市长"). office: 科室. unit: the name, as its clause restores it, of
    the unit whose they are, "" where nobody says. is_leader: whether they answer above the units (分管领导), not in one
    of them (责任人, 联系人).
    """

    post: str
    name: str
    span: Span
    rank: str = ""
    office: str = ""
    phone: str = ""
    unit: str = ""
    is_leader: bool = False


@dataclass(frozen=True, slots=True)
class Milestone:
    """A stage of an item. period: as printed ("一季度", "6月底前"). due: its last day, ISO, "" if none is known."""

    period: str
    due: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Field:
    """What else stands beside a task: heading is the column's head or the line's label, text its words."""

    heading: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong and is to be put right (整改): the item's title says it, measures are its parts, in order.

    goal: 整改目标. state: 销号. supervisor: 督导单位. "" where the source has none.
    """

    text: str
    goal: str
    measures: tuple[str, ...]
    state: str
    supervisor: str
    span: Span


def split_title(title: str, body: str) -> tuple[str, str]:
    """Return what to print of a title above its text, and the text; a title that begins the text is not said twice.

    >>> split_title("推进绿色升级…", "推进绿色升级,新增企业80家。")
    ('', '推进绿色升级,新增企业80家。')
    """
    own = title.removesuffix("…")  # a title that the notice does not print is cut from its first sentence
    return ("", body or title) if not own or not body or body.startswith(own) else (title, body)


class FormerDue(NamedTuple):
    """When an item was due before the ISO day `until`, on which a meeting moved it."""

    until: str
    due: str | None
    due_text: str | None


class Cancelled(NamedTuple):
    """The ISO day from which on a meeting cancelled a task, and its words with the meeting's name."""

    since: str
    words: str


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered task. id is the full path of ordinals ("2.4.13"), unique even where numbers restart.

    due: the ISO day, None where no one day is named; due_text: the words that say it, as printed: 6月底前, 长期坚持.
    since: ISO day of the meeting that added it, or "". former: what meetings moved. cancelled: by which meeting, if any
    """

    id: str
    number: str
    path: tuple[Heading, ...]
    title: str
    body: str
    span: Span
    due: str | None = None
    targets: tuple[Target, ...] = ()
    clauses: tuple[Clause, ...] = ()
    due_text: str | None = None
    people: tuple[Person, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    fields: tuple[Field, ...] = ()
    problem: Problem | None = None
    since: str = ""
    former: tuple[FormerDue, ...] = ()
    cancelled: Cancelled | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """The notice's head; any field may be None or empty."""

    title: str | None = None
    issuer: str | None = None
    document_number: str | None = None  # 文号
    index_number: str | None = None  # 索引号
    issued_on: date | None = None
    published_on: date | None = None
    addressees: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A sentence that speaks of all clauses from where it stands: who leads, or who is in each of them.

    mentions: empty for 列首位的为牵头单位,下同; for 以下各项均需各市政府落实,不再一一列出 the names it adds.
    since: clauses that end after this position are meant; 0 for the whole notice.
    rest: what those listed after the first are, where the sentence says so: 其他为配合单位.
    until: "" where only the first leads; "," or ";" for 逗号前为牵头单位, where all before it do.
    """

    span: Span
    since: int = 0
    mentions: tuple[Mention, ...] = ()
    rest: Role | None = None
    until: str = ""


class Reshaped(NamedTuple):
    """What a person made of an item. kind: join, split or omit. into: what it joined or was split from it, or ""."""

    item_id: str
    kind: str
    into: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """What a document says, before anyone is identified. Every span lies in its parent's.

    reshaped: in the order in which it was done; each speaks of what those before it made.
    """

    document: Document
    header: Header
    items: tuple[Item, ...]
    findings: tuple[Finding, ...] = ()
    rules: tuple[Rule, ...] = ()
    reshaped: tuple[Reshaped, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit. id: short ASCII slug, join key and file name. order: place in the registry, protocol order from 0.

    kind: party, government, mass, central, enterprise, institution, local, park, office, collective or unknown.
    """

    id: str
    name: str
    short: str
    kind: str
    order: int
    parent: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    succeeded_by: str = ""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One edge of the matrix: one per item and unit; a repeat keeps the strongest role and leaves a finding.

    mention: as printed. name: with an elided prefix or suffix restored. alias_line: line in aliases.csv, 0 if none.
    since: the ISO day of the meeting that brought the unit in, "" for all others.
    """

    item_id: str
    unit_id: str
    role: Role
    basis: Basis
    match: Match
    mention: str
    name: str
    span: Span
    alias_line: int = 0
    since: str = ""


@dataclass(frozen=True, slots=True)
class Charge:
    """A person who answers for an item. unit_id: whose they are, "" where the source does not say."""

    item_id: str
    unit_id: str
    person: Person


@dataclass(frozen=True, slots=True)
class Override:
    """A person's correction. line: its line in overrides.csv. role "none" takes out what it names.

    kind: "" for a unit, or person, due, target, field. heading: the post or the field's heading. value: what holds.
    since: the ISO day of the meeting that decided it; "" holds from the beginning.
    """

    item_id: str
    mention: str
    unit_id: str
    role: str
    reason: str
    by: str = ""
    line: int = 0
    kind: str = ""
    heading: str = ""
    value: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A person's no to findings of a rule: in an item, on words, or ("") anywhere in the plan. line: in the file."""

    rule: str
    item_id: str
    words: str
    reason: str
    by: str = ""
    day: date | None = None
    line: int = 0

    def fits(self, finding: Finding, text: str) -> bool:
        """Say whether the finding is meant; text: that of the notice, which the finding's span quotes."""
        quoted = finding.span.of(text) if finding.span else ""
        said = (quoted, *map(str, finding.params.values()))
        return (
            self.rule == finding.code
            and self.item_id in ("", finding.item_id)
            and (not self.words or any(self.words in each for each in said))
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is meant: a notice with its names resolved. units: those named, protocol order, then first mention.

    repeats: what other clauses or names of an item say of a unit that has its assignment there; no edges.
    place: where the notice belongs, such as 甲市, or "" where nothing tells. people: who answers for which item,
    document order. dismissals: what a person set aside. tables: the text of the files that people keep with it.
    """

    id: str
    notice: Notice
    units: tuple[Unit, ...]
    assignments: tuple[Assignment, ...]
    findings: tuple[Finding, ...] = ()
    repeats: tuple[Assignment, ...] = ()
    place: str = ""
    people: tuple[Charge, ...] = ()
    dismissals: tuple[Dismissal, ...] = ()
    tables: tuple[tuple[str, str], ...] = ()

    @property
    def header(self) -> Header:
        """The notice's header."""
        return self.notice.header

    @property
    def is_rectification(self) -> bool:
        """Whether it is a plan of problems to be put right: half of its items or more are such."""
        return 0 < len(self.items) <= 2 * sum(item.problem is not None for item in self.items)

    @property
    def items(self) -> tuple[Item, ...]:
        """Every numbered item, document order."""
        return self.notice.items
