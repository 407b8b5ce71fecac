"""Decisions: what a person settled about doubtful matches.

In: the text of decisions.csv: old_id,new_id,same,by,reason, where same is 是/否 (yes/no) or still empty; further
columns, which help to decide, are not read. Out: Decisions. Refuses a file that contradicts itself, all at once.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from responsibility.rows import Faults, Table, read_rows

DECISIONS = Table(
    "decisions.csv",
    {
        "old_id": ("原任务编号",),
        "new_id": ("新任务编号",),
        "same": ("是否同一任务", "同一任务"),
        "by": ("经办人",),
        "reason": ("理由", "原因"),
    },
    ("old_id", "new_id", "same"),
    is_open=True,
)
DECISION_COLUMNS = tuple(DECISIONS.columns)
_ANSWERS = {"是": True, "yes": True, "y": True, "1": True, "否": False, "no": False, "n": False, "0": False}


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether an old and a new item are the same task. line: in the file, from 1."""

    old_id: str
    new_id: str
    same: bool
    by: str = ""
    reason: str = ""
    line: int = 0

    def mirror(self) -> Decision:
        """Return the same decision for the comparison the other way round."""
        return replace(self, old_id=self.new_id, new_id=self.old_id)


def parse_decisions(text: str, where: str = "decisions.csv") -> tuple[Decision, ...]:
    """Read a person's decisions; rows not decided yet are left out.

    Raises RegistryError naming every line that cannot be understood, or that makes one item two.
    """
    problems = Faults()
    decisions = []
    for row in read_rows(text, DECISIONS, where, problems):
        if row("same").lower() in _ANSWERS and row("old_id") and row("new_id"):
            ids = (row("old_id"), row("new_id"), _ANSWERS[row("same").lower()])
            decisions.append(Decision(*ids, row("by"), row("reason"), row.line))
        elif row("same"):
            words = ",".join(row(column) for column in DECISIONS.columns)
            problems.add(where, row.line, "NO_SAMENESS", head=row.head("same"), words=words)
    for each in _repeated(decisions):
        problems.add(where, each.line, "SAME_AS_TWO", old=each.old_id, new=each.new_id)
    problems.raise_all(where)
    return tuple(decisions)


def _repeated(decisions: list[Decision]) -> list[Decision]:
    same = [each for each in decisions if each.same]
    old, new = Counter(each.old_id for each in same), Counter(each.new_id for each in same)
    return [each for each in same if old[each.old_id] + new[each.new_id] > 2]
