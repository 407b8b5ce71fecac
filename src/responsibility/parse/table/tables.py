"""Table: a responsibility table, or a matrix already drawn, to items.

In: a Document with cells and the Lexicon. Out: Items with their Clauses, rules, findings, and the blocks that were
read here, so that nobody reads them again as prose. Which tables these are is told by their heads; columns may come
in any order, merged cells hold for every row they cover, a row without number and task goes on in the row above it (a
page ended there), a table without heads goes on in the one before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from responsibility.kinds import Severity
from responsibility.language.lexicon import Lexicon
from responsibility.model import Block, Document, Finding, Item, Rule
from responsibility.parse.clause.asides import find_beside, find_field, is_person
from responsibility.parse.clause.mentions import Source
from responsibility.parse.clause.names import is_unit_like
from responsibility.parse.clause.rules import blank_rules
from responsibility.parse.facts.header import parse_header, tell_when
from responsibility.parse.table.contents import LONGEST_HEADING, tell_caption
from responsibility.parse.table.heads import make_grids
from responsibility.parse.table.records import Heard, RowReader
from responsibility.patterns import late
from responsibility.spans import Span

_LONGEST_PERSON = 24  # with a post, behind a unit
_ENDINGS = ("员会", "政府", "人民政府", "公室", "合会")  # of names, and no name by themselves
_ATTACHED = late(r"附[件表]\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2}):?")
_LINES = late(r"(?m)(?<![^\n])[ \t]*\|[-|: \t]*$|\A[ \t]*\||\|[ \t]*\Z")  # of a table in text
_SAME = late(r"[\s。.,、;:…]")


@dataclass(frozen=True, slots=True)
class TableReading:
    """What the tables say. consumed: indexes of Document.blocks that were read here, ascending; spans: theirs."""

    items: tuple[Item, ...] = ()
    findings: tuple[Finding, ...] = ()
    consumed: tuple[int, ...] = ()
    rules: tuple[Rule, ...] = ()
    spans: tuple[Span, ...] = ()


def parse_tables(document: Document, lexicon: Lexicon) -> TableReading:
    """Read every table whose heads say who does what; other tables stay text, with a note."""
    grids = make_grids(document)
    if not grids:
        return TableReading()
    # Most notices have no table.
    from responsibility.parse.table.around import read_remarks
    from responsibility.parse.table.cells import make_items
    from responsibility.parse.table.gaps import tell_gaps
    from responsibility.parse.table.layouts import lay_out

    source = _cell_source(document, lexicon)
    heard = Heard()
    tables = list(lay_out(grids, source, heard.findings, _set_apart(document)))
    if not tables:
        return TableReading(findings=tuple(heard.findings))
    several = sum(each.opens for each in tables) > 1
    reader = RowReader(source, several, heard, _captions(document, source, several))
    for each in tables:
        reader.read(each.grid, each.layout, each.start, each.opens)
    reader.end()
    when = tell_when(parse_header(document, len(document.text)), document.text)  # for 年底前 and 本月底 in its cells
    items = tuple(make_items(source, reader.rows, heard, when))
    heard.findings.extend(tell_gaps(source, reader.rows, items))
    numbers = {each.grid.table for each in tables}
    remarks = read_remarks(document, source, numbers)
    heard.findings.extend(remarks.findings)
    own = {*remarks.spans}
    consumed = tuple(n for n, each in enumerate(document.blocks) if each.locator.table in numbers or each.span in own)
    spans = tuple(document.blocks[index].span for index in consumed)
    rules = (
        *heard.rules,
        *remarks.rules,
        *(rule for rule in source.rules if any(span.holds(rule.span) for span in spans)),
    )
    return TableReading(items, tuple(heard.findings), consumed, rules, spans)


def _cell_source(document: Document, lexicon: Lexicon) -> Source:
    """Fold the text, line breaks inside cells made separators where a name ends before and blanks where not.

    Rules in brackets behind a name or head are taken out: 市甲局(列首位的为牵头单位,下同).
    """
    folded = lexicon.fold(document.text)
    parts, at = [], 0
    for block in document.blocks:
        words = folded[block.span.start : block.span.end]
        if block.locator.table is None or "\n" not in words:
            continue
        place = words.find("\n")
        while place >= 0:
            before = re.split(r"[、,;。\n]", words[:place])[-1]
            behind = re.split(r"[、,;。\n]", words[place + 1 : place + _LONGEST_PERSON])[0].strip()
            apart = not (
                behind.startswith(("(", "[")) or is_person(behind, lexicon) or _is_cut(before, behind, lexicon)
            )
            sign = _sign_between(before.strip(), lexicon) if apart else "\n"
            words = f"{words[:place]}{sign}{words[place + 1 :]}"
            place = words.find("\n", place + 1)
        parts += [folded[at : block.span.start], words]
        at = block.span.end
    text, rules = blank_rules("".join([*parts, folded[at:]]), lexicon)
    return Source(document.text, text, lexicon, rules=rules)


def _is_cut(before: str, behind: str, lexicon: Lexicon) -> bool:
    """Say whether a line break stands inside a name that would be one without its end too: 银保监⏎会, 市委⏎员会."""
    ending = len(behind) == 1 or behind in _ENDINGS
    return ending and is_unit_like(before.strip() + behind, lexicon)


def _sign_between(before: str, lexicon: Lexicon) -> str:
    """Return what a line break in a cell stands for: a separator behind a name or person, a stop behind 责任人:张某."""
    if find_field(before, 0, len(before), lexicon):
        return ";"
    whole = (
        is_unit_like(before, lexicon) or is_person(before, lexicon) or before.endswith((")", "股")) or before.isdigit()
    )
    return "、" if whole or find_beside(before, 0, len(before), lexicon) else "\n"


def _set_apart(document: Document) -> frozenset[int]:
    """Return the tables before which a paragraph stands; others go on from one page to the next."""
    pairs = pairwise(document.blocks)
    return frozenset(after.locator.table or 0 for before, after in pairs if before.locator.table is None)


def _captions(document: Document, source: Source, several: bool) -> dict[int, tuple[Block, ...]]:
    """Return the headings that stand over each table, outermost first; of a single one those that number its place.

    One that charges units of its own heads a table only right below it; 附件1 and the title below it are one.
    """
    found: dict[int, tuple[Block, ...]] = {}
    over: dict[int, Block] = {}
    cues = source.lexicon["notclause.cues"]
    alone: Block | None = None
    for each in document.blocks:
        titled = alone and each.locator.table is None and len(each.span.of(source.text)) <= LONGEST_HEADING
        block = each._replace(span=Span(alone.span.start, each.span.end)) if alone and titled else each
        words = source.lexicon.fold(block.numbering) + block.span.of(source.text).strip(" #*\u3000")
        alone = block if _ATTACHED.fullmatch(words) else None
        if (table := block.locator.table) is not None:
            found.setdefault(table, tuple(over[depth] for depth in sorted(over)))
        elif depth := 1 if alone else tell_caption(words):
            over = {n: over[n] for n in over if n < depth}
            over |= {depth: block} if several or depth > 1 else {}
        elif words:
            over = {n: one for n, one in over.items() if not any(cue in one.span.of(source.text) for cue in cues)}
    return found


def mask_tables(folded: str, reading: TableReading) -> str:
    """Blank out what the tables said and the lines they are drawn with, length kept, so that none is read as prose."""
    parts, at = [], 0
    for span in reading.spans:
        parts += [_without_lines(folded[at : span.start]), " " * (span.end - span.start)]
        at = span.end
    rest = folded[at:]
    return "".join([*parts, _without_lines(rest) if parts else rest])


def _without_lines(between: str) -> str:
    return _LINES.sub(lambda each: " " * len(each[0]), between) if "|" in between else between


def join_tables(prose: Sequence[Item], reading: TableReading, lexicon: Lexicon) -> tuple[list[Item], list[Finding]]:
    """Put the items of prose and tables together, document order; a task told in both is kept once.

    The prose is kept where it names units, else the table; units that only one of the two names are in a finding.
    """
    if not reading.items:
        return list(prose), []
    by_title = {_title_key(item, lexicon): item for item in reversed(prose) if item.title}
    dropped: set[str] = set()
    kept: list[Item] = []
    findings: list[Finding] = []
    taken = {item.id for item in prose}
    for item in reading.items:
        twin = by_title.pop(_title_key(item, lexicon), None)  # a second row of that title is a task of its own
        if twin is None:
            kept.append(replace(item, id=f"t.{item.id}") if item.id in taken else item)
            continue
        findings.append(_repeat(twin, item))
        if item.clauses and not twin.clauses:
            dropped.add(twin.id)
            kept.append(replace(item, id=twin.id, path=twin.path or item.path))
    items = [item for item in prose if item.id not in dropped] + kept
    return sorted(items, key=lambda item: item.span), findings


def _title_key(item: Item, lexicon: Lexicon) -> str:
    return _SAME.sub("", lexicon.fold(item.title))


def _repeat(prose: Item, item: Item) -> Finding:
    ours, theirs = (
        {mention.name: None for clause in each.clauses for mention in clause.mentions} for each in (prose, item)
    )
    apart = [name for name in (*ours, *theirs) if (name in ours) != (name in theirs)]
    if ours and theirs and apart:
        params = {"title": item.title, "names": "、".join(apart)}
        return Finding("TABLE_CONTRADICTS", Severity.WARNING, item.span, prose.id, params=params)
    return Finding("TABLE_REPEATS", Severity.NOTE, item.span, prose.id, params={"title": item.title})
