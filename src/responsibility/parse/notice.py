"""Notice: from a Document to what it says: header, items with their clauses, rules, findings.

In: a Document and a Lexicon. Out: a Notice. An item is a numbered stretch that names units itself, or a leaf of the
outline as deep as such ones are; a paragraph with its own clause under a bare head line is an item too. Decides
neither who is meant nor who leads by convention.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import pairwise

from responsibility.kinds import DELIMITED, WORKBOOK
from responsibility.language.lexicon import Lexicon
from responsibility.model import Document, Finding, Heading, Item, Notice, Person, Problem, Rule
from responsibility.parse.beside.fields import (
    Facts,
    find_facts,
    find_lines,
    list_labels,
)
from responsibility.parse.beside.people import find_heading_people
from responsibility.parse.beside.problems import make_problem
from responsibility.parse.charging import charge_items
from responsibility.parse.clause.clauses import Clauses, find_clauses
from responsibility.parse.clause.labels import make_source
from responsibility.parse.clause.mentions import Source
from responsibility.parse.clause.prose import find_duties
from responsibility.parse.clause.rules import find_prose_rules, tell_looks
from responsibility.parse.clause.scanner import trim
from responsibility.parse.facts.days import When
from responsibility.parse.facts.deadlines import Due
from responsibility.parse.facts.doubled import find_doubled
from responsibility.parse.facts.header import parse_header, tell_when, tell_within
from responsibility.parse.facts.targets import find_promises
from responsibility.parse.left import find_asked, find_left
from responsibility.parse.letter import find_closing, find_foot, find_tail, tell_behind, tell_below
from responsibility.parse.outline import ITEM_RANK, Node, find_nodes
from responsibility.parse.paragraphs import BETWEEN, count_lines_below, end_behind, paragraph_items, prose_items
from responsibility.parse.passing import share_above
from responsibility.parse.stretches import Outlined, OwnStretch, descendants, outline
from responsibility.parse.table.flat import find_lost, find_lost_rows
from responsibility.parse.table.rebuilt import rebuild_tables
from responsibility.parse.table.tables import TableReading, join_tables, mask_tables, parse_tables
from responsibility.parse.telling import (
    drop_kept,
    leave_remarks,
    place_remarks,
    raise_unused,
    tell_items,
    tell_once,
    tell_several,
)
from responsibility.parse.titles import find_title, text_without
from responsibility.parse.unread import find_named, find_unread, find_unread_lines, find_yearless
from responsibility.spans import Span

_AROUND = " \r\n\t\u3000：:。【】●◆■"  # a heading without a number
_GOES_ON = tuple("；;，,、")


def parse_notice(document: Document, lexicon: Lexicon) -> Notice:
    """Read what a document says; never fails on any text."""
    folded = lexicon.fold(document.text)
    document = rebuild_tables(document, folded, lexicon)
    tables = parse_tables(document, lexicon)
    source = make_source(document.text, mask_tables(folded, tables), lexicon)
    nodes, findings = find_nodes(source, document.blocks)
    first = nodes[0].start if nodes else len(document.text)
    last = nodes[-1] if nodes else None
    foot = find_foot(source, document.blocks, last)
    letter = min(find_tail(source, document.blocks, last) if last else foot, foot)
    tail = find_closing(source, nodes, letter)
    outlined = outline(source, nodes, tail, plain=not tables.items)
    outlined = replace(outlined, headings=_table_headings(outlined, tables))
    before = find_clauses(source, 0, min(first, foot))
    behind = find_clauses(source, tail, foot)
    said = [before, *(each.said for each in outlined.stretches.values()), behind]
    loose = [*paragraph_items(source, [*before.clauses, *behind.clauses], 0, "0", ())]
    items = sorted([*loose, *_make_items(outlined)], key=lambda item: item.span)
    items = items or ([] if tables.items else [*prose_items(source, document.blocks)])
    header = parse_header(document, first)
    when = tell_when(header, document.text)
    headings = {each.span: each for item in items for each in item.path}
    led = {span: tuple(find_heading_people(source, each)) for span, each in headings.items()}
    promises = [_read_promises(source, item, tell_within(when, item.path), led) for item in items]
    closing = {each.span for one in said for each in one.findings if each.code == "CLAUSE_IN_PROSE"}
    items = share_above([_with_duties(source, item, closing) for item, _ in promises], source)
    found = [
        *document.findings,
        *findings,
        *find_lost(source, document.blocks),
        *tell_below(source, document.blocks, foot),
        *tell_behind(source, next((each.span.end for each in items if each.id == outlined.last), letter), letter),
        *tell_looks(folded),
        *tell_once(each for one in said for each in one.findings),
        *(each for _, doubts in promises for each in doubts),
        *(each for item in items for each in tell_several(item, document.text)),
    ]
    if tables.items and document.media_type in (WORKBOOK, DELIMITED):
        items, left = leave_remarks(items)
        found += left
    items, repeats = join_tables(items, tables, lexicon)
    rows = {each.span for each in tables.items}
    flat = min((each.span.start for each in found if each.code == "TABLE_FLAT" and each.span), default=len(folded))
    items, charged = charge_items(items, rows, source, folded)
    found += [
        *charged,
        *tables.findings,
        *repeats,
        *find_doubled(source.original, items),
        *tell_items(items, rows, flat),
    ]
    found += find_unread(replace(source, text=folded), items, found)
    found += [*find_named(replace(source, text=folded), items, found), *find_unread_lines(source, items)]
    found += find_lost_rows(source, document.blocks, found, (each.span for item in items for each in item.clauses))
    found += find_yearless(items) if when.year is None else ()
    start = min([first, *(span.start for span in tables.spans)])
    known = [*tables.spans, *(each.span for each in items), *(each.span for item in items for each in item.path)]
    known += [each.span for each in found if each.span]
    found += find_asked(source.original, document.blocks, Span(0, start), known, lexicon)
    found += find_left(source.original, document.blocks, Span(start, letter), known, lexicon)
    points = [(each.start, each.end, True) for each in outlined.stretches.values() if not each.clauses]
    prose = [(0, first, False), *points, (tail, foot, False)]
    rules = tuple(sorted((*_collect_rules(source, said, first, prose), *tables.rules), key=lambda rule: rule.span))
    return Notice(
        document,
        header,
        tuple(items),
        tuple(raise_unused(place_remarks(drop_kept(found, items), items), items)),
        rules,
    )


def _table_headings(outlined: Outlined, tables: TableReading) -> frozenset[str]:
    """Return the nodes that have no words of their own but their title, and a table below."""
    starts = [span.start for span in tables.spans]
    found = set()
    for each in outlined.stretches.values():
        at = bisect_left(starts, each.start)
        if at == bisect_left(starts, each.end) or each.clauses or each.node.rank >= ITEM_RANK:
            continue
        title, *fields = outlined.source.text[each.start : starts[at]].strip().split("\n")
        if set("。;").isdisjoint(title) and all(":" in field for field in fields):  # 牵头领导:张某 below it
            found.add(each.node.id)
    return frozenset(found)


def _make_items(outlined: Outlined) -> Iterator[Item]:
    absorbed: set[str] = set()
    sections = _section_ranks(outlined)
    for stretch in outlined.stretches.values():
        node = stretch.node
        if node.id in absorbed:
            continue
        below = list(descendants(node))
        charges = not node.number or node.id in outlined.charging or node.rank in sections
        if stretch.clauses and below and not (charges or _bears(outlined, below)):
            absorbed.update(each.id for each in below)
            yield _make_item(outlined, stretch, outlined.stretches[below[-1].id].end)
        elif stretch.clauses:
            yield from _own_items(outlined, stretch)
        elif node.id in outlined.headings:
            continue
        elif not node.children and outlined.minimum <= node.rank <= max(ITEM_RANK, outlined.minimum):
            yield _make_item(outlined, stretch, stretch.end)


def _section_ranks(outlined: Outlined) -> set[float]:
    """Return the ranks of headings whose clause ends their line and below which are items.

    So where items have clauses of their own, or where their numbers run on from heading to heading and nothing but
    fields stands below the clauses of these.
    """
    heads = [each for each in outlined.stretches.values() if each.clauses and each.node.children]
    ended = [each for each in heads if _ends_heading(outlined, each)]
    ids = {each.node.id for each in ended}
    left = {each.node.rank for each in heads if each.node.id not in ids}
    bearing = {each.node.rank for each in ended if _bears(outlined, descendants(each.node))}
    return bearing | ({each.node.rank for each in ended} & outlined.running) - left


def _ends_heading(outlined: Outlined, stretch: OwnStretch) -> bool:
    """Say whether nothing but fields stands below the clause of a heading."""
    source, end = outlined.source, stretch.clauses[-1].span.end
    if end > stretch.end:
        return False  # of its last point
    if not source.text[end : stretch.end].strip(" \r\n。;"):
        return True
    beside = find_lines(source, Span(stretch.start, stretch.end), stretch.clauses)
    return not text_without(source, end, stretch.end, [each for each in beside if each.start >= end]).strip("。;；")


def _bears(outlined: Outlined, nodes: Iterable[Node]) -> bool:
    """Say whether any of the nodes has a clause of its own."""
    return any(outlined.stretches[each.id].clauses for each in nodes)


def _own_items(outlined: Outlined, stretch: OwnStretch) -> Iterator[Item]:
    """One item, or one for each paragraph under a bare head line if several have their own clause."""
    source, first = outlined.source, stretch.clauses[0].span.start
    working = [each for each in stretch.clauses if source.lexicon.labels.get(each.label) != "guide"]
    gaps = [Span(each.span.end, after.span.start) for each, after in pairwise(stretch.clauses)]
    apart = len(working) > 1 and all(_ends_line(source, each.span.end) for each in stretch.clauses)
    apart = apart and all(gap.of(source.text).strip(BETWEEN) for gap in gaps)  # each says what it is of
    title, text = find_title(source, stretch.start, first) if apart else ("", first)
    head_end = source.text.find("\n", stretch.start, text + 1)
    if apart and 0 <= head_end < first and not title.endswith("…"):
        path = (*_headings(outlined, stretch.node.path), _heading(outlined, stretch.node))
        parent = f"{stretch.node.id}.0" if stretch.node.children else stretch.node.id  # points below have 1.1, 1.2 …
        yield from paragraph_items(source, stretch.clauses, text, parent, path, number=stretch.node.number)
    else:
        yield _make_item(outlined, stretch, stretch.end)


def _ends_line(source: Source, at: int) -> bool:
    return source.text[at : at + 2].strip(" 。;")[:1] in ("", "\r", "\n")


def _make_item(outlined: Outlined, stretch: OwnStretch, end: int) -> Item:
    source, node, clauses = outlined.source, stretch.node, stretch.clauses
    beside = find_lines(source, Span(stretch.start, end), clauses)
    limit = min([end, *(clause.span.start for clause in clauses), *(each.start for each in beside)])
    first_child = min((child.start for child in node.children), default=end)
    title, text = find_title(source, stretch.start, min(limit, first_child) if limit > stretch.start else end)
    if clauses and (whole := _whole_title(outlined, stretch)):
        title, text = whole, clauses[0].span.end
    spans = [clause.span for clause in clauses]
    end = trim(source.text, node.start, end)[1]
    if clauses and not node.children and node.id == outlined.last:
        end = end_behind(source, spans[-1].end, end, _count_below(outlined))
    spans = sorted([*spans, *(each for each in beside if not any(one.holds(each) for one in spans))])
    body = text_without(source, max(text, stretch.start), max(end, text), spans)
    if body[:1] in _GOES_ON:  # the clause stood inside the first sentence, which then is no mere title
        body = text_without(source, stretch.start, max(end, text), spans)
    return Item(
        node.id,
        node.number,
        _headings(outlined, node.path),
        title,
        body,
        Span(node.start, max(end, node.text)),
        clauses=clauses,
    )


def _count_below(outlined: Outlined) -> int:
    """Return how many lines tasks have below their clause where half of them have some: it stands above the task."""
    below = [
        count_lines_below(outlined.source, each.clauses[-1].span.end, each.end)
        for each in outlined.stretches.values()
        if each.clauses and not each.node.children and each.node.id != outlined.last
    ]
    return max(below, default=0) if 2 * sum(map(bool, below)) >= len(below) else 0


def _headings(outlined: Outlined, path: Iterable[Node]) -> tuple[Heading, ...]:
    return tuple(_heading(outlined, node) for node in path)


def _heading(outlined: Outlined, node: Node) -> Heading:
    if node.id not in outlined.titled:
        outlined.titled[node.id] = _make_heading(outlined, node)
    return outlined.titled[node.id]


def _make_heading(outlined: Outlined, node: Node) -> Heading:
    stretch = outlined.stretches[node.id]
    limit = min([stretch.end, *(clause.span.start for clause in stretch.clauses)])
    own = outlined.source.original[stretch.start : max(limit, stretch.start)].strip(_AROUND).removesuffix("。")
    title = own if len(own) <= outlined.source.lexicon.title_length and "\n" not in own else ""
    title = title or _whole_title(outlined, stretch)
    title = title or find_title(outlined.source, stretch.start, max(limit, stretch.start))[0]
    words = title.removesuffix("…")
    end = outlined.source.original.find(words, node.text, max(stretch.end, node.text)) + len(words)
    return Heading(len(node.path) + 1, node.number, title, Span(node.start, max(end, node.text)))


def _whole_title(outlined: Outlined, stretch: OwnStretch) -> str:
    """Return the title of a heading that has no number, or says nothing but who does all below it; "" of any other."""
    source, node = outlined.source, stretch.node
    if not node.number:
        return source.original[stretch.start : stretch.end].strip(_AROUND).partition("\n")[0].rstrip(_AROUND)
    span = stretch.clauses[0].span if stretch.clauses and node.children else None
    whole = span is not None and span.start <= trim(source.text, stretch.start, stretch.end)[0]
    return source.original[span.start : span.end].rstrip(" \u3000：:。") if span is not None and whole else ""


def _read_promises(
    source: Source, item: Item, when: When, led: Mapping[Span, tuple[Person, ...]]
) -> tuple[Item, tuple[Finding, ...]]:
    """Add targets, due day and what stands beside to an item, with findings on days and figures that cannot be read.

    led: the leaders that the heading at each place names.
    """
    number = Span(item.span.start, item.span.start + len(item.number))
    clauses = (clause.span for clause in item.clauses if item.span.holds(clause.span))
    found = find_promises(source.original, item.span, when, (number, *clauses))
    facts = find_facts(source, item.span, item.clauses, when)
    due = _last_stage(facts, found.due)
    people = (*(one for each in item.path for one in led[each.span]), *facts.people)
    if not (found.targets or due.words or people or facts.milestones or facts.fields or facts.goal or facts.measures):
        return item, found.findings  # as two of three have none
    read = replace(
        item,
        targets=found.targets,
        due=due.day,
        due_text=due.words,
        people=people,
        milestones=facts.milestones,
        fields=facts.fields,
        problem=_problem(source, item, facts),
    )
    return read, found.findings


def _last_stage(facts: Facts, due: Due) -> Due:
    """Take the last stage for the deadline where an earlier one was: an item is done when its last part is."""
    if not facts.milestones:
        return due
    staged = {each.due: each.period for each in facts.milestones if each.due}
    last = max(staged, default="")
    return Due(last, staged[last]) if due.day in staged and due.day != last else due


def _problem(source: Source, item: Item, facts: Facts) -> Problem | None:
    """Return what is to be put right, where lines of the item are labelled 整改目标 or 整改措施."""
    if not (facts.goal or facts.measures):
        return None
    opening = next(start for start, *_ in list_labels(source, item.span))
    text = text_without(source, item.span.start + len(item.number), opening, ()) or item.title
    return make_problem(text, facts.goal, facts.measures, facts.fields, span=item.span, lexicon=source.lexicon)


def _with_duties(source: Source, item: Item, closing: Set[Span | None]) -> Item:
    """Read who acts from the sentences of an item that no clause speaks of but one that is its closing sentence."""
    if any(clause.span not in closing for clause in item.clauses):
        return item
    end = min((clause.span.start for clause in item.clauses), default=item.span.end)
    found = find_duties(source, item.span.start + len(item.number), end)
    return item if found is None else replace(item, clauses=(found, *item.clauses))


def _collect_rules(
    source: Source, said: Sequence[Clauses], first: int, prose: Sequence[tuple[int, int, bool]]
) -> tuple[Rule, ...]:
    rules = [*source.rules, *(rule for one in said for rule in one.rules)]
    rules += [Rule(each.span, each.span.start, each.mentions) for one in said for each in one.blankets if each.mentions]
    if first < len(source.text):
        rules += [rule for at, to, numbered in prose for rule in find_prose_rules(source, at, to, numbered=numbered)]
    return tuple(sorted(rules, key=lambda rule: rule.span))
