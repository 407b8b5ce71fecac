"""Score: how well the reader reads notices that people labelled.

    python tests/score.py DIR

DIR holds *.txt notices and gold.jsonl, one labelled clause a line: `doc`, `start`, `end` (code points), and `units`,
each with `name` (elisions restored) and `role` (lead, colead, support). An assignment counts for the clause in which
its span lies, if its item does too: a unit that a sentence adds to all later items was not named in theirs. Prints
unit+role precision, recall and F1 and the share of clauses read exactly, for each notice and in all, and every miss
with whether a finding told of it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from responsibility.extract import extract_document
from responsibility.language.lexicon import load_lexicon
from responsibility.model import Finding, Plan
from responsibility.parse import parse_notice
from responsibility.registry import Registry
from responsibility.resolve import resolve_plan
from responsibility.settings import Settings
from responsibility.spans import Span

ROLES = {"lead": "lead", "colead": "co-lead", "support": "support"}
# Said of what was read, not of what was missed.
SAID_OF_SUCCESS = ("UNIT_UNKNOWN", "UNIT_AGAIN", "RULE_FIRST_LEADS", "BLANKET_UNITS", "ITEM_NO_CLAUSE")

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Miss:
    """What was read wrongly in one clause."""

    doc: str
    span: Span
    words: str
    lost: tuple[Pair, ...]
    invented: tuple[Pair, ...]
    flagged: tuple[str, ...]

    def __str__(self) -> str:
        told = f"flagged by {', '.join(self.flagged)}" if self.flagged else "silent"
        lines = [f"{self.doc} {self.span.start}-{self.span.end} {told}: {self.words}"]
        lines += [f"    lost     {name} {role}" for name, role in self.lost]
        lines += [f"    invented {name} {role}" for name, role in self.invented]
        return "\n".join(lines)


@dataclass(slots=True)
class Score:
    """Counts over clauses; right, wrong and lost are pairs of name and role."""

    right: int = 0
    wrong: int = 0
    lost: int = 0
    clauses: int = 0
    exact: int = 0
    misses: list[Miss] = field(default_factory=list)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.lost)

    @property
    def exactness(self) -> float:
        return self.exact / max(1, self.clauses)

    def add(self, other: Score) -> None:
        self.right += other.right
        self.wrong += other.wrong
        self.lost += other.lost
        self.clauses += other.clauses
        self.exact += other.exact
        self.misses += other.misses

    def __str__(self) -> str:
        return (
            f"F1 {self.f1:.4f}  exact {self.exactness:.4f}  "
            f"({self.exact} of {self.clauses} clauses; {self.right} right, {self.wrong} wrong, {self.lost} lost)"
        )


def read_plan(path: Path, registry: Registry | None = None) -> Plan:
    """Read one notice, with an empty registry if none is given: names stay as printed."""
    document = extract_document(path.read_bytes(), path.name)
    return resolve_plan(parse_notice(document, load_lexicon()), registry or Registry.empty(), Settings(), (), path.stem)


def _flags(findings: tuple[Finding, ...], clause: Span) -> Iterator[str]:
    for each in findings:
        overlaps = each.span is not None and each.span.start < clause.end and clause.start < each.span.end
        if overlaps and each.code not in SAID_OF_SUCCESS:
            yield each.code


def score_clause(plan: Plan, doc: str, label: dict[str, object]) -> Score:
    """Compare one labelled clause with what lies in it."""
    clause = Span(int(str(label["start"])), int(str(label["end"])))
    units = label["units"]
    assert isinstance(units, list)
    wanted = {(unit["name"], ROLES[unit["role"]]) for unit in units}
    spans = {item.id: item.span for item in plan.items}
    found = {
        (each.name, each.role.value)
        for each in (*plan.assignments, *plan.repeats)
        if clause.holds(each.span) and each.mention and spans[each.item_id].holds(each.span)
    }
    score = Score(len(wanted & found), len(found - wanted), len(wanted - found), 1, int(wanted == found))
    if wanted != found:
        flags = tuple(sorted(set(_flags(plan.findings, clause))))
        words = clause.of(plan.notice.document.text)
        score.misses.append(
            Miss(doc, clause, words, tuple(sorted(wanted - found)), tuple(sorted(found - wanted)), flags)
        )
    return score


def score_folder(folder: Path) -> dict[str, Score]:
    """Score every labelled notice of a folder, by name."""
    labels: dict[str, list[dict[str, object]]] = {}
    for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
        label = json.loads(line)
        labels.setdefault(label["doc"], []).append(label)
    scores: dict[str, Score] = {}
    for doc in sorted(labels):
        plan = read_plan(folder / f"{doc}.txt")
        scores[doc] = Score()
        for label in labels[doc]:
            scores[doc].add(score_clause(plan, doc, label))
    return scores


def sum_scores(scores: dict[str, Score]) -> Score:
    """Add up the scores of all notices."""
    total = Score()
    for score in scores.values():
        total.add(score)
    return total


def main(folder: Path) -> None:
    """Print the scores and every miss."""
    scores = score_folder(folder)
    for doc, score in scores.items():
        sys.stdout.write(f"{doc:16} {score}\n")
    total = sum_scores(scores)
    for miss in total.misses:
        sys.stdout.write(f"{miss}\n")
    sys.stdout.write(f"{'all':16} {total}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
