"""What the cells beside a task say: persons, stages, problems with their measures, and fields under their own heads.

In: a Row. Out: Facts and the Problem of an item. A cell that its head does not make a person, an office, a telephone or
a stage is kept whole as a Field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from responsibility.model import Block, Clause, Field, Milestone, Person, Problem
from responsibility.parse.beside.fields import Facts, find_facts
from responsibility.parse.beside.people import is_name, read_people, with_office
from responsibility.parse.beside.problems import make_problem
from responsibility.parse.clause.asides import is_personal_label
from responsibility.parse.clause.mentions import Source
from responsibility.parse.clause.scanner import trim
from responsibility.parse.facts.days import When
from responsibility.parse.facts.milestones import find_milestones, find_unstaged, read_period
from responsibility.parse.table.heads import OVER, TEXTS, Head, names_office_and_person
from responsibility.parse.table.records import Record
from responsibility.spans import Span

_PIECE = re.compile(r"[^、,;\n]+")
_OFFICED = re.compile(
    r"(?P<office>[^\s:()]{2,14})[\s:(]{1,3}(?P<name>[^\W\d]{2,4})\)?(?:[\s:]{0,3}(?P<phone>[\d-]{7,13}))?"
)
_BRACKETED = re.compile(r"\s?\(\s?(?P<name>[^\W\d]{2,4})\s?\)")
_BREAKS = re.compile(r"\s*\n\s*")


def read_beside(source: Source, row: Record, clauses: Sequence[Clause], when: When) -> Facts:
    """Read what stands beside the task of a row."""
    people: list[Person] = []
    milestones: list[Milestone] = []
    fields: list[Field] = []
    for column, block in row.beside:
        words = _words(source, block.span)
        if source.lexicon.fold(words) in source.lexicon["words.none"] or not words:
            continue
        stages = find_milestones(source.original, block.span, when, labelled=True) if column.kind == "schedule" else ()
        unstaged = find_unstaged(source.original, block.span, stages) if stages else words
        if column.kind == "person":
            people.extend(_persons(source, column, block, clauses))
        elif column.kind == "office":
            people.append(Person(column.label, "", block.span, office=words, unit=_sole(clauses)))
        elif column.kind == "phone" and people and not people[-1].phone and _is_beside(row, people[-1], column):
            people[-1] = replace(people[-1], phone=words, span=people[-1].span)
        elif column.kind == "period":
            milestones.append(read_period(source.original, column.head.span, block.span, when))
        else:
            milestones.extend(stages)
            if unstaged:
                heading = _words(source, column.head.span).replace("\n", "")
                heading = f"{column.over}{OVER}{heading}" if column.over else heading
                fields.append(Field(heading, unstaged, block.span))
    for block in row.of(*TEXTS, "due", "target"):
        milestones.extend(find_milestones(source.original, block.span, when))
    for column, block in row.units:
        facts = find_facts(source, block.span, clauses, when)
        people.extend(facts.people or _held(source, column, block, clauses))
        milestones.extend(facts.milestones)
        fields.extend(facts.fields)
    return Facts(with_office(tuple(dict.fromkeys(people))), tuple(milestones), tuple(fields))


def _persons(source: Source, column: Head, block: Block, clauses: Sequence[Clause]) -> list[Person]:
    found = _officed(source, column, block) or read_people(source, block.span, column.label)
    own = column.label.rstrip(")）").endswith(source.lexicon["posts.members"])
    return [replace(each, unit=_sole(clauses)) if own and not each.unit else each for each in found]


def _is_beside(row: Record, person: Person, column: Head) -> bool:
    """Say whether a telephone is this person's: not a leader's who stands on the other side of the units."""
    held = max((_place(head) for head, block in row.beside if block.span.holds(person.span)), default=0)
    return not person.is_leader or not any(held < _place(head) < _place(column) for head, _ in row.units)


def _place(head: Head) -> int:
    return head.head.locator.column or 0


def _officed(source: Source, column: Head, block: Block) -> list[Person]:
    """Read a cell under a head of offices and persons: 营商科 赵某, 营商科（赵某）, 营商科：赵某 8611001."""
    if not names_office_and_person(source.lexicon.fold(column.label), source.lexicon):
        return []
    pieces = [match for match in _PIECE.finditer(source.text, *block.span) if match[0].strip()]
    parts = [_OFFICED.fullmatch(source.text, *Span(*trim(source.text, *match.span()))) for match in pieces]
    if not all(each and is_name(each["name"], source.lexicon) for each in parts):
        return []
    return [
        Person(column.label, each["name"], Span(*each.span()), office=each["office"], phone=each["phone"] or "")
        for each in parts
        if each
    ]


def _held(source: Source, column: Head, block: Block, clauses: Sequence[Clause]) -> list[Person]:
    """Read the persons of a column of units and persons: 赵某(市水利局), or 市水利局(赵某)."""
    if not is_personal_label(column.label, source.lexicon):
        return []
    found = read_people(source, block.span, column.label)
    before = [each for each in found if each.unit and is_name(each.name, source.lexicon)]
    return before or list(_behind(source, column, block, clauses))


def _behind(source: Source, column: Head, block: Block, clauses: Sequence[Clause]) -> Iterator[Person]:
    """Yield each person in brackets behind a unit."""
    for mention in (mention for clause in clauses for mention in clause.mentions if block.span.holds(mention.span)):
        held = _BRACKETED.match(source.text, mention.span.end, block.span.end)
        if held and is_name(held["name"], source.lexicon):
            yield Person(column.label, held["name"], Span(*held.span("name")), unit=mention.name)


def _sole(clauses: Sequence[Clause]) -> str:
    """Return the one unit of an item, whose its 责任人 is; "" where there are several."""
    named = {mention.name for clause in clauses for mention in clause.mentions}
    return next(iter(named)) if len(named) == 1 else ""


def _words(source: Source, span: Span) -> str:
    return _BREAKS.sub("\n", span.of(source.original)).strip()


def read_problem(source: Source, row: Record, fields: Sequence[Field]) -> Problem | None:
    """Return what is to be put right, where a column is headed 问题; measures are the parts of cells beside it."""
    problems = row.of("problem")
    if not problems:
        return None
    text = "\n".join(_words(source, block.span) for block in problems)
    goal = "\n".join(_words(source, block.span) for block in row.of("target"))
    measures = [_words(source, block.span) for block in row.of("content", "task")]
    return make_problem(text, goal, measures, fields, span=problems[0].span, lexicon=source.lexicon)
