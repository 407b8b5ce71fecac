"""Reading: what a clause was found to say, and the mentions it comes down to.

In: Groups of Names. Out: Mentions, each with the role that the words of its clause state, or none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from responsibility.kinds import Basis, Role, Severity
from responsibility.language.lexicon import Lexicon
from responsibility.model import Finding, Mention, Rule
from responsibility.parse.clause import names
from responsibility.parse.clause.scanner import Piece
from responsibility.spans import Span

QUOTED = 60  # characters of a place that a finding quotes
_ROLES = {"lead": Role.LEAD, "support": Role.SUPPORT, "guide": Role.SUPPORT}


@dataclass(frozen=True, slots=True)
class Source:
    """A text as issued and as folded for matching, with the words to read it by.

    sign, help_sign: what the text says marks the lead, 带★的为牵头单位, and those who help. rest_supports: it adds
    其余为配合单位.
    rules: those stated in a bracket behind a name or label, blanked out in text: 市甲局(首位为牵头单位,下同).
    """

    original: str
    text: str
    lexicon: Lexicon
    sign: str = ""
    help_sign: str = ""
    rules: tuple[Rule, ...] = ()
    rest_supports: bool = False


@dataclass(slots=True)
class Group:
    """Names that one label or verb speaks of; kind "" where neither does.

    office: the label names offices inside a bureau (责任科室), which are units only where no other label is.
    personal: the label speaks of persons beside units (责任单位及责任人).
    behind: what the label calls those behind the first: 牵头/配合单位:A/B.
    labelled: what the label says, where a verb behind may say otherwise: 责任单位:A,B指导.
    """

    kind: str = ""
    basis: Basis | None = None
    office: bool = False
    personal: bool = False
    pieces: list[Piece] = field(default_factory=list)
    names: list[names.Name] = field(default_factory=list)
    behind: str = ""
    labelled: str = ""


@dataclass(slots=True)
class ClauseReading:
    """What a clause's content says.

    rule: 列首位的为牵头单位; rest_supports: 其他为配合单位; until: 逗号前为牵头单位.
    blanket: units that all later items share.
    """

    label: str = ""
    groups: list[Group] = field(default_factory=list)
    rule: Span | None = None
    rest_supports: bool = False
    blanket: Span | None = None
    blanket_groups: list[Group] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    until: str = ""

    @property
    def open(self) -> bool:
        """Whether it names nobody in particular: 有关部门负责."""
        return any(finding.code == "UNITS_OPEN" for finding in self.findings)

    @property
    def names(self) -> list[names.Name]:
        """Every name, in order."""
        return [name for group in self.groups for name in group.names]


def make_mentions(source: Source, groups: Sequence[Group]) -> tuple[Mention, ...]:
    """Turn groups into Mentions, each with the role that the words of the clause state."""
    named = [(group, name) for group in groups for name in group.names]
    led = any(group.kind == "lead" or (name.mark and _mark_kind(source, name) == "lead") for group, name in named)
    return tuple([_mention(source, group, name, led) for group, name in named])


def _mark_kind(source: Source, name: names.Name) -> str:
    if name.mark in (source.sign, source.help_sign):
        return "lead" if name.mark == source.sign else "support"
    mark = source.lexicon.fold(name.mark)[1:-1]
    short = (kind for kind in ("lead", "shared", "support") if mark in source.lexicon[f"marks.{kind}"])
    return source.lexicon.verbs.get(mark) or source.lexicon.labels.get(mark) or next(short, "")


def _mention(source: Source, group: Group, name: names.Name, led: bool) -> Mention:
    kind, basis = group.kind, group.basis
    if name.mark:
        kind, basis = _mark_kind(source, name), Basis.MARK
    role = _ROLES.get(kind)
    if role is None and led and source.sign and source.rest_supports:
        role, basis = Role.SUPPORT, Basis.RULE
    elif role is None:
        role, basis = (Role.CO_LEAD, basis or Basis.LISTED) if led else (None, None)
    span = name.span
    return Mention(
        span.of(source.original), span, name.clean, name.separator, name.mark, role, basis, name.alias, name.collective
    )


def tell(code: str, severity: Severity, span: Span, **params: object) -> Finding:
    """Return a finding about a place in a clause."""
    return Finding(code, severity, span, params=params)
