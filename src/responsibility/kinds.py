"""Kinds: the closed sets that the nouns of the model speak of; each value is its word in tables and JSON."""

from __future__ import annotations

from enum import Enum, StrEnum


class Role(StrEnum):
    """What a unit does in an item, strongest first."""

    LEAD = "lead"  # 牵头
    CO_LEAD = "co-lead"  # 共同责任
    SUPPORT = "support"  # 配合

    @property
    def strength(self) -> int:
        """0 for the strongest role; for sorting."""
        return list(Role).index(self)


class Basis(StrEnum):
    """Why a unit has its role."""

    LABEL = "label"  # 牵头单位:A;配合单位:B
    ROLE_WORD = "role-word"  # A牵头,B配合
    RULE = "rule"  # 列首位的为牵头单位,下同
    MARK = "mark"  # A(牵头)
    FIRST_LISTED = "first-listed"  # by convention only
    SOLE = "sole"  # the only unit named
    LISTED = "listed"
    GROUP = "group"  # member of a collective
    PROSE = "prose"  # a sentence of the item says so, no clause does
    OVERRIDE = "override"


class Match(StrEnum):
    """Why a name means a unit."""

    EXACT = "exact"  # the official name
    ALIAS = "alias"  # a line of aliases.csv or a short name
    FOLDED = "folded"  # equal after folding widths, spaces and variants
    ELIDED = "elided"  # a prefix or suffix named once was restored
    GROUP = "group"
    OVERRIDE = "override"
    UNKNOWN = "unknown"


class Severity(StrEnum):
    """How much a finding matters, worst first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


# The rules by id; wording has rule.<id>.name, .formula and .source for each.
RULES = (
    "H1", "H2", "H4", "H7", "H8", "H9", "H10", "H11", "H12", "V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8", "V9",
    "V10", "V11", "OVERLAP",
)  # fmt: skip


def rule_of(code: str) -> str:
    """Return the rule that a finding's code belongs to: V1 of V1_CAPACITY; any other code is its own."""
    first = code.partition("_")[0]
    return first if first in RULES else code


WORKBOOK, DELIMITED = "application/vnd.ms-excel", "text/csv"  # media types of what is cells throughout


class BlockKind(Enum):
    """What a stretch of the source was."""

    PARAGRAPH = "paragraph"
    CELL = "cell"
    TEXT_BOX = "text-box"
