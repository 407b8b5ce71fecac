"""Cells: what the cells of a Row say as an Item.

In: Rows. Out: Items with number, title, body, day, targets and a Clause for each unit cell. The cells of units go
through the same reader as the clauses of prose, with the kind that their column's head states.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from responsibility.kinds import Role, Severity
from responsibility.model import Block, Clause, Field, Finding, Item, Rule, Target
from responsibility.parse.beside.people import find_heading_people
from responsibility.parse.clause.bullets import parse_ordinal
from responsibility.parse.clause.clauses import find_clauses
from responsibility.parse.clause.groups import read_groups
from responsibility.parse.clause.labels import find_label
from responsibility.parse.clause.mentions import ClauseReading, Source, make_mentions
from responsibility.parse.clause.prose import find_duties
from responsibility.parse.clause.scanner import pair_brackets, trim
from responsibility.parse.facts.days import When
from responsibility.parse.facts.deadlines import Due, find_due, read_due_cell
from responsibility.parse.facts.header import tell_within
from responsibility.parse.facts.targets import find_promises
from responsibility.parse.passing import as_listed, with_above
from responsibility.parse.table.beside import read_beside, read_problem
from responsibility.parse.table.contents import ORDINAL, tell_ordinal
from responsibility.parse.table.figures import find_caption, is_bare, read_figure, tell_measure
from responsibility.parse.table.heads import TEXTS, Head
from responsibility.parse.table.records import Heard, Record
from responsibility.parse.titles import find_title, text_without
from responsibility.patterns import late
from responsibility.spans import Span

_DAY = re.compile(r"[12]\d{3}-(?P<month>\d\d)-(?P<day>\d\d)")  # what a spreadsheet makes of 1.10 and 1-10
_ROLLING = late(r"(?:日起|[到后])[^,;。\d]{0,4}\d[^,;。]{0,6}内")  # 受理之日起20个工作日内: no day of the calendar


def make_items(source: Source, rows: Sequence[Record], heard: Heard, when: When) -> Iterator[Item]:
    """Turn rows into items; ids are the ordinals from the outside in, made unique where numbers repeat."""
    used: Counter[str] = Counter()
    counts: Counter[tuple[int, ...]] = Counter()
    for row in rows:
        counts[row.ordinals] += 1
        number, start = _number(row, source, heard)
        path = [str(ordinal) for ordinal in row.ordinals]
        item_id = ".".join([*path, *(_digits(number) or [str(counts[row.ordinals])])])
        unique = item_id
        while unique in used:
            used[item_id] += 1
            unique = f"{item_id}.{used[item_id]}"
        used[unique] += 1
        item = _make_item(source, row, unique, (number, start), heard)
        blocks = sorted(row.of(*TEXTS, "target"), key=_start)
        within = tell_within(when, row.path)
        told = [find_promises(source.original, block.span, within) for block in blocks]
        heard.findings.extend(finding for each in told for finding in each.findings)
        facts = read_beside(source, row, item.clauses, within)
        duties = (find_due(source.original, block.span, within) for _, block in row.units)  # 牵头单位:… 完成时限:…
        said = (*(each.due for each in told), *duties)
        due = _due(source, row, heard, within) or next((each for each in said if each.words), Due())
        yield replace(
            item,
            targets=(*(target for each in told for target in each.targets), *_figures(source, row, facts.fields)),
            due=due.day,
            due_text=due.words,
            people=(*(one for each in row.path for one in find_heading_people(source, each)), *facts.people),
            milestones=facts.milestones,
            fields=facts.fields,
            problem=read_problem(source, row, facts.fields),
        )


def _digits(number: str) -> list[str]:
    if day := _DAY.fullmatch(number.strip()):
        return [str(int(day["month"])), str(int(day["day"]))]
    ordinal = tell_ordinal(number.strip())
    return [str(ordinal)] if ordinal else [str(int(digits)) for digits in re.findall(r"[0-9]{1,4}", number)]


def _number(row: Record, source: Source, heard: Heard) -> tuple[str, int]:
    """Return the item's number as printed and where its words begin in its first text cell."""
    texts = row.of(*TEXTS)
    start = trim(source.text, *texts[0].span)[0] if texts else 0
    match = ORDINAL.match(source.text, start, texts[0].span.end) if texts else None
    numbers = row.of("number")
    if numbers:
        words = numbers[0].span.of(source.original)
        if _DAY.fullmatch(words.strip()):
            heard.findings.append(Finding("NUMBER_IS_DAY", Severity.WARNING, numbers[0].span, params={"number": words}))
        same = match is not None and tell_ordinal(source.lexicon.fold(words)) == parse_ordinal(match["number"])
        return words, match.end() if match and same else start
    return (source.original[start : match.end()].strip(), match.end()) if match else ("", start)


def _make_item(source: Source, row: Record, item_id: str, told: tuple[str, int], heard: Heard) -> Item:
    number, start = told
    own = _read_units(source, row, heard)
    if row.marks and any(mention.role is Role.LEAD for mention in row.marks.mentions):
        own = tuple(replace(each, mentions=tuple(map(as_listed, each.mentions))) for each in own)  # a mark says who
    said = () if own or row.marks else _read_texts(source, row, heard)
    title, body = _words(row, source, start, [clause.span for clause in said])
    own = own or said or _read_sentences(source, row)
    clauses = with_above(row.above, (*own, *((row.marks,) if row.marks else ())))
    blocks = [*row.of("number", *TEXTS, "target", "due"), *(block for _, block in (*row.units, *row.beside))]
    spans = [block.span for block in blocks] + [clause.span for clause in clauses]
    span = Span(min(each.start for each in spans), max(each.end for each in spans))
    return Item(item_id, number, row.path, title, body, span, clauses=clauses)


def _words(row: Record, source: Source, start: int, said: Sequence[Span]) -> tuple[str, str]:
    """Return title and body: task, then content and targets; or the one text cut at its first full stop.

    said: the clauses in these words, which are left out.
    """
    texts = [*row.of(*TEXTS), *row.of("target")]
    if not row.of(*TEXTS):
        return "", ""
    end = min([texts[0].span.end, *(each.start for each in said if texts[0].span.holds(each))])
    rest = list(_tell_rest(row, source, texts[1:], said))
    behind_it = text_without(source, end, texts[0].span.end, said)
    title, behind = find_title(source, start, end)
    whole = source.original[start:end].strip().rstrip("。.")
    if rest and not behind_it and not set(whole) & set("。；;\n") and len(whole) <= source.lexicon.title_length:
        return whole, "\n".join(rest)
    words = text_without(source, behind, texts[0].span.end, said) if behind < texts[0].span.end else ""
    return title, "\n".join([*([words] if words else []), *rest])


def _tell_rest(row: Record, source: Source, blocks: Sequence[Block], said: Sequence[Span]) -> Iterator[str]:
    """Yield what stands below the first text; of a problem each column's words behind their head, as they stand."""
    told = [(block, text_without(source, *block.span, said)) for block in blocks]
    if not row.of("problem"):
        yield from (words for _, words in told)
        return
    columns: dict[str, list[str]] = {}
    for block, words in sorted(told, key=lambda each: _start(each[0])):
        if words and source.lexicon.fold(words) not in source.lexicon["words.none"]:
            columns.setdefault(row.heads[block], []).append(words)
    yield from (f"{head}：" + "\n".join(words) for head, words in columns.items())


def _figures(source: Source, row: Record, fields: Sequence[Field]) -> Iterator[Target]:
    """Read each unit's own figure, and the task's where its cell is a bare number; what it counts stands elsewhere."""
    goals = [("", block) for block in row.of("target") if is_bare(source, block)]
    if not (goals or row.figures):
        return
    texts = row.of(*TEXTS)
    indicator = re.sub(r"\s", "", texts[0].span.of(source.original)) if texts else ""
    column = next((each.text for each in fields if each.heading in source.lexicon["heads.measure"]), "")
    caption = find_caption(row.grid, source)
    for name, block in (*goals, *row.figures):
        measure = column or tell_measure(source.lexicon.fold(row.heads.get(block, "")))
        target = read_figure(source, block, name, indicator, (measure, caption))
        if target is not None and (name or target.unit):
            yield target


def _start(block: Block) -> int:
    return block.span.start


def _due(source: Source, row: Record, heard: Heard, when: When) -> Due | None:
    """Read the deadline's cell, whose words are kept whole; of several the one with the latest day."""
    found: list[Due] = []
    for block in row.of("due"):
        words = block.span.of(source.original).strip()
        if source.lexicon.fold(words) not in source.lexicon["words.none"]:
            due = read_due_cell(source.original, block.span, when)
            unread = due.words is None and any(sign.isdigit() for sign in words)
            if due.doubtful or (unread and not _ROLLING.search(source.lexicon.fold(words))):
                heard.findings.append(Finding("DUE_DOUBTFUL", Severity.WARNING, block.span, params={"words": words}))
            found.append(Due(due.day, " ".join(words.split())))
    return max(found, key=lambda due: due.day or "", default=None)


def _read_units(source: Source, row: Record, heard: Heard) -> tuple[Clause, ...]:
    """Read the unit cells of a row, each to a clause; a lead in one column is known to all."""
    readings: list[tuple[Head, Block, ClauseReading]] = []
    for column, block in row.units:
        for part in _labelled_parts(source, block.span):
            brackets = pair_brackets(source.text, *part)
            label = find_label(source, *part)
            kind = column.kind if label is None or label[1] == "other" else ""
            readings.append((column, block, read_groups(source, *part, brackets, kind=kind, label=column.label)))
    for _, block, reading in readings:
        heard.findings.extend(_inside(finding, block) for finding in reading.findings)
        if reading.rule:
            rest = Role.SUPPORT if reading.rest_supports else None
            heard.rules.append(Rule(reading.rule, reading.rule.start, rest=rest, until=reading.until))
        if reading.blanket:
            added = make_mentions(source, reading.blanket_groups)
            heard.rules.extend([Rule(reading.blanket, reading.blanket.start, added)] if added else [])
    mentions = make_mentions(source, [group for *_, reading in readings for group in reading.groups])
    clauses: list[Clause] = []
    for column, block in dict.fromkeys((column, block) for column, block, _ in readings):
        inside = tuple(mention for mention in mentions if block.span.holds(mention.span))
        if any(mention.role is None for clause in clauses for mention in clause.mentions):
            inside = tuple(map(as_listed, inside))  # the first cell says who is named first; one unit a row is a list
        if inside:
            clauses.append(Clause(column.label, block.span, inside))
    return tuple(clauses)


def _read_texts(source: Source, row: Record, heard: Heard) -> tuple[Clause, ...]:
    """Read the clauses in the words of a row that no column of units speaks of: 新建水厂(市甲局牵头)."""
    said = [find_clauses(source, *block.span) for block in row.of(*TEXTS, "target")]
    for each in said:
        heard.findings.extend(each.findings)
        heard.rules.extend(each.rules)
    return tuple(clause for each in said for clause in each.clauses)


def _read_sentences(source: Source, row: Record) -> tuple[Clause, ...]:
    """Read whom the sentences of such a row charge in passing, where it has no mark either."""
    found = () if row.marks or row.above else (find_duties(source, *block.span) for block in row.of(*TEXTS))
    return tuple(clause for clause in found if clause is not None)


def _inside(finding: Finding, block: Block) -> Finding:
    """Keep a finding about a lost name, which reaches one sign further, within its cell."""
    end = min(finding.span.end, block.span.end) if finding.span else 0
    return replace(finding, span=Span(min(finding.span.start, end), end)) if finding.span else finding


def _labelled_parts(source: Source, span: Span) -> Iterator[Span]:
    """Split a cell where a line opens with a label of its own: 牵头单位:A over 责任单位:B."""
    start, at = span.start, span.start
    while at < span.end:
        stop = min((n for n in (source.text.find(sign, at, span.end) for sign in "\n、") if n >= 0), default=span.end)
        begins = trim(source.text, at, stop)[0]
        if at > start and source.original[at - 1] == "\n" and find_label(source, begins, span.end):
            yield Span(start, at - 1)
            start = begins
        at = stop + 1
    yield Span(start, span.end)
