"""Fields: the labelled lines and pieces of an item that name no units: 责任领导:张某, 数据来源:统计部门, 进度安排:….

In: an item's stretch of a Source and its clauses. Out: Facts: persons, stages and other fields, and the spans that the
item's own text leaves out because they are kept there. A label that says what the task is, when it is due or whose it
is belongs to others.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from operator import itemgetter

from responsibility.language.lexicon import Lexicon
from responsibility.model import Clause, Field, Milestone, Person
from responsibility.parse.beside.people import find_people, is_name, names_post, read_people, tie, with_office
from responsibility.parse.clause.labels import guess_kind, is_watch
from responsibility.parse.clause.mentions import Source
from responsibility.parse.clause.names import is_unit_like
from responsibility.parse.clause.scanner import trim
from responsibility.parse.facts.days import When
from responsibility.parse.facts.milestones import find_milestones, find_unstaged
from responsibility.patterns import HAN, late
from responsibility.spans import Span

_UNTOLD = When()
_LONGEST = 14  # of a label
_LONGEST_LINE = 200  # of labels and values
_LABEL = late(rf"(?P<label>{HAN}{{2,{_LONGEST}}}) ?:")
_LINE = late(rf"^[ \t\u3000]*(?P<label>{HAN}{{2,10}}(?:\([^()\n]{{1,10}}\))?)[ \t]*:(?=[^\n]*\S)", re.M)
_JOINT = re.compile("[及和与/]")  # 联系人及电话
_LISTED = late("[、,; ]+")
_NOTED = re.compile(r"\([^()\n]{1,8}\)[ \t]*\Z")  # 责任人(电话)
_OPENS = re.compile(r"[\n\r;,。、(\[)\]]\s*|[ \u3000\t]+")


class FieldKind(Enum):
    """What a label opens."""

    PERSON = "person"
    OFFICE = "office"
    PHONE = "phone"
    SCHEDULE = "schedule"
    FIELD = "field"
    GOAL = "goal"
    MEASURES = "measures"
    OTHER = "other"  # read elsewhere: units, days, the task itself


_TEXT_HEADS = ("heads.task", "heads.content", "heads.target", "heads.problem", "heads.due")  # of the task itself
_TEXTS = (FieldKind.GOAL, FieldKind.MEASURES)  # part of what is to be done, so they stay in the body


_WHO = (FieldKind.PERSON, FieldKind.OFFICE, FieldKind.PHONE)
_BETWEEN = " \u3000,;、。"  # what stands between labelled pieces


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands beside an item's task.

    goal, measures: of a problem, which the body holds too.
    """

    people: tuple[Person, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    fields: tuple[Field, ...] = ()
    goal: str = ""
    measures: tuple[str, ...] = ()


_NOTHING = Facts()


@dataclass(frozen=True, slots=True)
class _Labelled:
    label: str
    kind: FieldKind
    start: int
    value: Span
    own_line: bool


@lru_cache(maxsize=4096)
def tell_field(label: str, lexicon: Lexicon) -> FieldKind:
    """Tell what a label or head opens: a person, an office, a telephone, stages, another field, or none of these."""
    core = _JOINT.split(re.sub(r"[\s\u3000]", "", label).partition("(")[0])[0]
    post, _, behind = core.rpartition("、")
    if names_post(post, lexicon) and behind.endswith(lexicon["posts.phones"]):
        core = post  # 联系人、电话
    found = next((kind for kind, words in _ENDS.items() if core.endswith(lexicon[words])), FieldKind.OTHER)
    if found is FieldKind.OTHER and names_post(core, lexicon):
        return FieldKind.PERSON
    if found is FieldKind.OTHER and (is_watch(core, lexicon) or core in lexicon["heads.note"]):
        return FieldKind.FIELD
    return found


_ENDS = {  # the first that a label ends with
    FieldKind.PHONE: "posts.phones",
    FieldKind.OFFICE: "posts.office_labels",
    FieldKind.GOAL: "heads.goal",
    FieldKind.MEASURES: "heads.measures",
    FieldKind.SCHEDULE: "heads.schedule",
    FieldKind.FIELD: "heads.field",
}


def find_facts(source: Source, span: Span, clauses: Sequence[Clause], when: When = _UNTOLD) -> Facts:
    """Find what stands beside the task of an item in its stretch of text."""
    labelled = list(_labelled(source, span, clauses))
    values = [each.value for each in labelled]
    people = [one for one in find_people(source, span, clauses) if not _holds(values, one.span.start)]
    milestones: list[Milestone] = []
    staged: list[Span] = []
    fields: list[Field] = []
    goals: list[str] = []
    measures: list[str] = []
    named = [mention.span.start for clause in clauses for mention in clause.mentions]
    for each in labelled:
        words = each.value.of(source.original).strip(" \u3000\n,，;；。").rstrip("([（")
        if each.kind in _TEXTS:
            (goals if each.kind is FieldKind.GOAL else measures).append(words)
        elif each.kind is FieldKind.PERSON:
            people.extend(_persons(source, each, clauses))
        elif each.kind in (FieldKind.OFFICE, FieldKind.PHONE):
            _beside(source, each, words, people, clauses)
        elif each.kind is FieldKind.SCHEDULE and (
            stages := find_milestones(source.original, each.value, when, labelled=True)
        ):
            staged.append(each.value)
            milestones.extend(stages)
            if before := find_unstaged(source.original, each.value, stages):
                fields.append(Field(each.label, before, Span(each.start, stages[0].span.start)))
        elif words and bisect_left(named, each.value.start) == bisect_left(named, each.value.end):
            fields.append(Field(each.label, words, Span(each.start, each.value.end)))
    running = find_milestones(source.original, span, when)
    if not (labelled or people or running):
        return _NOTHING
    milestones += (one for one in running if not _holds(staged, one.span.start))
    return Facts(
        with_office(sorted(dict.fromkeys(people), key=lambda one: one.span)),
        tuple(sorted(dict.fromkeys(milestones), key=lambda one: one.span)),
        tuple(fields),
        "\n".join(goals),
        tuple(measures),
    )


def find_lines(source: Source, span: Span, clauses: Sequence[Clause]) -> tuple[Span, ...]:
    """Return what labels open and is no text of the item: lines of their own (备注, 进度安排), brackets of persons."""
    labelled = list(_labelled(source, span, clauses))
    lines = [Span(each.start, each.value.end) for each in labelled if each.own_line and each.kind not in _TEXTS]
    brackets = (each for each in _brackets(source, labelled) if not any(line.holds(each) for line in lines))
    return tuple(sorted((*lines, *brackets)))


def _brackets(source: Source, labelled: Sequence[_Labelled]) -> Iterator[Span]:
    """Yield the brackets that hold nothing but labelled persons: （责任人：张某；电话：81234）."""
    for first, each in enumerate(labelled):
        if each.kind not in _WHO or _opener(source, each) < 0:
            continue
        end = each.value.end
        for more in labelled[first + 1 :]:
            if more.kind not in _WHO or source.text[end : more.start].strip(_BETWEEN):
                break
            end = more.value.end
        while source.text[end : end + 1] and source.text[end] in _BETWEEN:
            end += 1
        if source.text[end : end + 1] in (")", "]"):
            yield Span(each.start - 1, end + 1)


def _holds(spans: Sequence[Span], at: int) -> bool:
    """Say whether one of spans, ascending, holds a position."""
    place = bisect_right(spans, at, key=lambda span: span.start) - 1
    return place >= 0 and at < spans[place].end


def _persons(source: Source, each: _Labelled, clauses: Sequence[Clause]) -> Iterator[Person]:
    units = {mention.span for clause in clauses for mention in clause.mentions}
    for person in read_people(source, each.value, each.label):
        if person.span not in units:  # 责任领导:张某 市水利局、市财政局
            yield tie(person, _opener(source, each), clauses)


def _opener(source: Source, each: _Labelled) -> int:
    """Return where the bracket opens that a label stands in, behind a unit's name; -1 where it stands in none."""
    return each.start - 1 if source.text[each.start - 1] in "([" else -1


def _beside(source: Source, each: _Labelled, words: str, people: list[Person], clauses: Sequence[Clause]) -> None:
    """Give the person before it a telephone; an office, or a telephone of nobody, is an answer by itself."""
    if any(person.span.holds(each.value) for person in people):
        return  # 市水利局(赵某,电话:5566778)
    last = len(people) - 1
    if each.kind is FieldKind.PHONE and last >= 0 and people[last].span.start < each.start and not people[last].phone:
        people[last] = replace(people[last], phone=words)
        return
    is_office = each.kind is FieldKind.OFFICE
    person = Person(each.label, "", each.value, office=words if is_office else "", phone="" if is_office else words)
    people.append(tie(person, _opener(source, each), clauses))


def _labelled(source: Source, span: Span, clauses: Sequence[Clause]) -> Iterator[_Labelled]:
    """Yield each label with its value: to the next label, or to the end of its line, bracket or list."""
    found = list(list_labels(source, span))
    below = Span(clauses[0].span.end, span.end) if clauses else Span(span.end, span.end)
    if source.text.find(":", *below) >= 0:
        found = sorted({*found, *_further(source, below, {start for start, *_ in found})}, key=itemgetter(0))
    for number, (start, colon, label, kind) in enumerate(found):
        following = found[number + 1][0] if number + 1 < len(found) else span.end
        if kind is FieldKind.OTHER:
            continue
        own_line = start > span.start and _opens_line(source.text, start, span.start)
        end = _value_end(source, colon + 1, min(following, span.end), kind, own_line)
        value = Span(*trim(source.text, colon + 1, end))
        yield _Labelled(label, kind, start, value, own_line or _goes_on(source, start, span))


def _opens_line(text: str, at: int, first: int) -> bool:
    while at > first and text[at - 1] in " \u3000\t\r":
        at -= 1
    return at == first or text[at - 1] == "\n"


def _goes_on(source: Source, start: int, span: Span) -> bool:
    """Say whether a label goes on in a line that another label opens."""
    line = source.text.rfind("\n", max(span.start, start - _LONGEST_LINE), start) + 1
    head = _LABEL.match(source.text, *trim(source.text, line, start)) if line else None
    return head is not None and tell_label(head["label"], source.lexicon)


@lru_cache(maxsize=4096)
def tell_label(words: str, lexicon: Lexicon) -> bool:
    """Say whether words are a label at all: one of units, days, persons or of a field."""
    core = re.sub(r"[\s\u3000]", "", words)
    return core in lexicon.labels or tell_field(core, lexicon) is not FieldKind.OTHER


def list_labels(source: Source, span: Span) -> Iterator[tuple[int, int, str, FieldKind]]:
    """Yield where each label of a stretch begins, its colon, its words as printed and what it opens."""
    colon = source.text.find(":", *span)
    while colon >= 0:
        start, end = _find_label(source, max(span.start, colon - _LONGEST - 2), colon)
        label = source.text[start:end]
        if label and tell_label(label, source.lexicon):
            yield start, colon, source.original[start:end], tell_field(label, source.lexicon)
        colon = source.text.find(":", colon + 1, span.end)


def _find_label(source: Source, near: int, colon: int) -> tuple[int, int]:
    """Return where the words before a colon begin and end that may be a label: 责任人(电话), 联系人、电话."""
    text = source.text
    noted = _NOTED.search(text, near, colon)
    end = noted.start() if noted else colon
    start = end - len(_OPENS.split(text[near:end])[-1])
    if text[start - 1 : start] == "、":
        before = _OPENS.split(text[near : start - 1])[-1]
        joint = tell_field(f"{before}、{text[start:end]}", source.lexicon) is FieldKind.PERSON
        start -= (len(before) + 1) * joint
    return trim(text, start, colon)


def _further(source: Source, below: Span, known: Set[int]) -> Iterator[tuple[int, int, str, FieldKind]]:
    """Yield the labels that no list holds and that open a line below the units: 资金（万元）:300, 技术支撑:某平台."""
    for match in _LINE.finditer(source.text, *below):
        start, end = match.span("label")
        if start not in known and is_further(match["label"], source.lexicon):
            yield start, match.end() - 1, source.original[start:end], FieldKind.FIELD


@lru_cache(maxsize=4096)
def is_further(label: str, lexicon: Lexicon) -> bool:
    """Say whether words before a colon, in a line below the units, head a field: neither units nor the task itself."""
    core = label.partition("(")[0]
    words = [word for key in _TEXT_HEADS for word in lexicon[key]]
    told = tell_label(core, lexicon) or core in lexicon["words.scopes"] or core.endswith(tuple(words))
    return _LINE.match(f"{label}:.") is not None and not (
        told or guess_kind(core, lexicon) or is_unit_like(core, lexicon) or core in lexicon["tail.attachments"]
    )


def _value_end(source: Source, start: int, limit: int, kind: FieldKind, own_line: bool) -> int:
    """Return where a value ends: persons at a stop or bracket, other fields at the line's end or their bracket's."""
    depth = 0
    if kind is FieldKind.MEASURES:
        return limit
    for at in range(start, limit):
        char = source.text[at]
        depth += (char in "([") - (char in ")]")
        if char == "\n" and kind is FieldKind.PERSON and _names_people(source, at + 1, limit):
            continue
        if depth < 0 or char in "\r\n" or (depth == 0 and not own_line and char in ";。"):
            return at
        if depth == 0 and kind is FieldKind.PERSON and char in ";。":
            return at
    return limit


def _names_people(source: Source, start: int, limit: int) -> bool:
    """Say whether a line below a person's field goes on with names: 责任人:赵某 over 钱某."""
    line = source.text[start:limit].partition("\n")[0].strip()
    return bool(line) and all(is_name(words, source.lexicon) for words in _LISTED.split(line))
