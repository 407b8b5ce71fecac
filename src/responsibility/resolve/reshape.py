"""Reshape: items that a person joins, splits or leaves out.

In: a Notice and Overrides, of which those of SHAPES are meant, file order: each works on what those before it made.
Out: the Notice with its items as they hold from now on, and findings for those left out and for corrections that fit
nothing. The text stays as it is, so that every span still quotes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from string import ascii_lowercase
from typing import TypeVar

from responsibility.kinds import BlockKind, Severity
from responsibility.language.lexicon import load_lexicon
from responsibility.model import Clause, Field, Finding, Item, Notice, Override, Person, Reshaped, split_title
from responsibility.parse.clause.labels import make_source
from responsibility.parse.facts.days import When
from responsibility.parse.facts.deadlines import Due
from responsibility.parse.facts.header import tell_when, tell_within
from responsibility.parse.facts.targets import find_promises
from responsibility.parse.table.contents import ORDINAL
from responsibility.parse.telling import tell_several
from responsibility.parse.titles import find_title, text_without
from responsibility.resolve.amend import report_stale
from responsibility.resolve.overrides import SHAPES
from responsibility.spans import Span, fold

T = TypeVar("T", Clause, Person, Field)
_OF_SHAPE = ("ITEM_NO_CLAUSE", "ITEM_SEVERAL", "ITEM_UNNUMBERED")  # findings that say what an item looks like


def reshape_items(notice: Notice, overrides: Iterable[Override]) -> Notice:
    """Join, split and leave out items as a person says."""
    for override in overrides:
        if override.kind in SHAPES:
            notice = _reshape(notice, override)
    return notice


def _reshape(notice: Notice, override: Override) -> Notice:
    place = next((at for at, item in enumerate(notice.items) if item.id == override.item_id), None)
    made = None
    if place is not None:
        make = {"join": _join, "split": _split, "omit": _omit}[override.kind]
        made = make(notice, place, override)
    if made is None:
        stale = report_stale(override, None if place is None else notice.items[place])
        return replace(notice, findings=(*notice.findings, stale))
    return replace(made, reshaped=(*notice.reshaped, _tell_reshaped(notice, made, override)))


def _tell_reshaped(notice: Notice, made: Notice, override: Override) -> Reshaped:
    """Say where an item went, or what was split from it."""
    if override.kind == "split":
        before = {item.id for item in notice.items}
        return Reshaped(override.item_id, override.kind, next(i.id for i in made.items if i.id not in before))
    gone = next(item for item in notice.items if item.id == override.item_id)
    whole = (item.id for item in made.items if item.span.holds(gone.span))
    return Reshaped(override.item_id, override.kind, next(whole, "") if override.kind == "join" else "")


def _omit(notice: Notice, place: int, override: Override) -> Notice:
    """Leave an item out, and tell it."""
    item = notice.items[place]
    params = {"number": item.number, "title": item.title, "reason": override.reason, "line": override.line}
    told = Finding("ITEM_LEFT_OUT", Severity.NOTE, item.span, params=params)
    kept = (each for each in notice.findings if each.item_id != item.id)
    return replace(notice, items=_put(notice.items, place, place + 1), findings=(*kept, told))


def _put(items: Sequence[Item], start: int, end: int, *new: Item) -> tuple[Item, ...]:
    return (*items[:start], *new, *items[end:])


# ---- join


def _join(notice: Notice, place: int, override: Override) -> Notice | None:
    """Add an item to the one before or behind it; without a value, to the one before."""
    items = notice.items
    near = [at for at in (place - 1, place + 1) if 0 <= at < len(items)]
    meant = [at for at in near if items[at].id == override.value] if override.value else near[:1]
    if not meant or (not override.value and place == 0):
        return None
    whole = _add(items[meant[0]], items[place])
    first = min(meant[0], place)
    return replace(
        notice,
        items=_put(items, first, first + 2, whole),
        findings=tuple(_lead_over(notice.findings, items[place].id, whole)),
    )


def _add(item: Item, other: Item) -> Item:
    """Return an item with all that another says; it is due when the last of it is."""
    late = max(item, other, key=lambda each: each.due or "")
    words = "\n".join(filter(None, split_title(other.title, other.body)))
    return replace(
        item,
        body="\n".join(filter(None, (split_title(item.title, item.body)[1], words))),
        span=Span(min(item.span.start, other.span.start), max(item.span.end, other.span.end)),
        due=late.due,
        due_text=late.due_text or item.due_text or other.due_text,
        targets=tuple(sorted((*item.targets, *other.targets), key=lambda each: each.span)),
        clauses=tuple(sorted(dict.fromkeys((*item.clauses, *other.clauses)), key=lambda each: each.span)),
        people=tuple(dict.fromkeys((*item.people, *other.people))),
        milestones=tuple(sorted((*item.milestones, *other.milestones), key=lambda each: each.span)),
        fields=tuple(dict.fromkeys((*item.fields, *other.fields))),
    )


def _lead_over(findings: Iterable[Finding], old: str, whole: Item) -> Iterable[Finding]:
    """Give what was found in an item to the one that it has joined, but for what is no longer so."""
    for each in findings:
        settled = each.item_id in (old, whole.id) and each.code in _OF_SHAPE
        if not settled or (each.item_id == whole.id and each.code == "ITEM_NO_CLAUSE" and not whole.clauses):
            yield replace(each, item_id=whole.id) if each.item_id == old else each


# ---- split


def _split(notice: Notice, place: int, override: Override) -> Notice | None:
    """Make two items of one: the later begins with the words that the correction quotes."""
    item, text = notice.items[place], notice.document.text
    at = _find(text, override.value, item.span.start + len(item.number), item.span.end)
    if at <= item.span.start + len(item.number) or any(each.span.start < at < each.span.end for each in item.clauses):
        return None
    later_id = _free_id(item.id, notice.items)
    if not later_id:
        return None
    parts = _cut(notice, item, at, override.value, later_id)
    return replace(
        notice,
        items=_put(notice.items, place, place + 1, *parts),
        findings=tuple(_share(notice.findings, item, parts, text)),
    )


def _find(text: str, words: str, start: int, end: int) -> int:
    """Return where words stand, whatever their width and whatever blanks stand in between; -1 for nowhere."""
    pattern = r"\s*".join(map(re.escape, "".join(fold(words).split())))
    found = re.compile(pattern).search(fold(text), start, end) if pattern else None
    return found.start() if found else -1


def _free_id(item_id: str, items: Iterable[Item]) -> str:
    """Return the id of what is split from an item: 2.1.4b, then 2.1.4c; "" where the letters are used up."""
    own, taken = item_id.rstrip(ascii_lowercase), {item.id for item in items}
    return next((own + letter for letter in ascii_lowercase[1:] if own + letter not in taken), "")


def _cut(notice: Notice, item: Item, at: int, words: str, later_id: str) -> tuple[Item, Item]:
    """Return both parts. A part takes what it has none of itself, units, people and fields, from the whole."""
    text = notice.document.text
    source, tail = make_source(text, fold(text), load_lexicon()), _tail(notice, item, at)
    first, later = (_hand_out(item, span, text) for span in (Span(item.span.start, at), Span(at, item.span.end)))
    opened = ORDINAL.match(source.text, at, tail)
    number = text[at : opened.end()].strip() if opened else item.number
    title, behind = find_title(source, opened.end() if opened else at, tail)
    body = text_without(source, behind, _cell_end(notice, at) or later.span.end, _inside(later))
    when = tell_within(tell_when(notice.header, text), item.path)
    due, later_due = _dues(text, first, later, Span(tail, item.span.end), when)
    title_before, body_before = (_before(said, words) for said in (item.title, item.body))
    return (
        replace(first, title=title_before, body=body_before, due=due.day, due_text=due.words),
        replace(later, id=later_id, number=number, title=title, body=body, due=later_due.day, due_text=later_due.words),
    )


def _inside(item: Item) -> tuple[Span, ...]:
    return tuple(each.span for each in item.clauses if item.span.holds(each.span))


def _dues(text: str, first: Item, later: Item, tail: Span, when: When) -> tuple[Due, Due]:
    """Return when each part is due; where neither says it, as the whole (a column of its own)."""
    own, shared, last = (find_promises(text, span, when, _inside(later)).due for span in (first.span, tail, later.span))
    found = own if own.words else shared
    whole = Due(first.due, first.due_text)
    return (found, last) if found.words or last.words else (whole, whole)


def _hand_out(item: Item, span: Span, text: str) -> Item:
    trimmed = Span(span.start, span.start + len(span.of(text).rstrip()))

    def own(every: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(each for each in every if span.holds(each.span)) or every

    return replace(
        item,
        span=trimmed,
        clauses=own(item.clauses),
        people=own(item.people),
        fields=own(item.fields),
        targets=tuple(each for each in item.targets if span.start <= each.span.start < span.end),
        milestones=tuple(each for each in item.milestones if span.start <= each.span.start < span.end),
    )


def _cell_end(notice: Notice, at: int) -> int:
    """Return where the table cell ends in which a place lies, 0 where it lies in none."""
    cells = (block.span for block in notice.document.blocks if block.kind is BlockKind.CELL)
    return next((span.end for span in cells if span.start <= at < span.end), 0)


def _tail(notice: Notice, item: Item, at: int) -> int:
    """Return from where on words speak of both parts: the first clause behind the place, or the cells behind it."""
    clauses = (each.span.start for each in item.clauses if each.span.start >= at)
    return min([_cell_end(notice, at) or item.span.end, *clauses])


def _before(said: str, words: str) -> str:
    at = _find(said, words, 0, len(said))
    return said[:at].rstrip() if at >= 0 else said


def _share(findings: Iterable[Finding], item: Item, parts: tuple[Item, Item], text: str) -> Iterable[Finding]:
    """Give each finding to the part it lies in, and tell anew what a part looks like."""
    later = parts[1]
    for each in findings:
        if each.item_id != item.id:
            yield each
        elif each.code != "ITEM_SEVERAL":
            behind = each.span is not None and each.span.start >= later.span.start
            yield replace(each, item_id=later.id) if behind else each
    for part in parts:
        if all(part.span.holds(each.span) for each in part.clauses):
            yield from tell_several(part, text)
