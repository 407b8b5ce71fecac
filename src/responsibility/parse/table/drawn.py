"""Matrix: a responsibility matrix already drawn, items down, units across, a mark where they meet.

In: a Grid. Out: which columns are units and what the marks mean: by the table's own legend (●牵头 ○配合), else by
the lexicon. A mark is the mention as printed and the head of its column is the name; marks of those who supervise or
are told are no mentions.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from responsibility.kinds import Basis, Role
from responsibility.model import Block, Clause, Mention
from responsibility.parse.clause.labels import is_watch
from responsibility.parse.clause.mentions import Source
from responsibility.parse.clause.names import is_collective, is_unit_like, read_name
from responsibility.parse.clause.scanner import Piece
from responsibility.parse.table.heads import Grid, Head
from responsibility.patterns import late
from responsibility.spans import Span

_ROLES = {"lead": Role.LEAD, "shared": Role.CO_LEAD, "support": Role.SUPPORT, "guide": Role.SUPPORT}
_BETWEEN = late(r"[\s:\-—=“”\"]{0,4}(?:表示|代表|为|是|指)?[\s:“”\"]{0,2}")
_LEAST = 2  # unit columns
_DOER = "R"  # of R, A, C, I


@dataclass(frozen=True, slots=True)
class Matrix:
    """units: column to its unit's name. marks: mark to kind. guessed: signs read without a legend.

    aside: signs of those who supervise or are told. figures: whether what stands below the units are figures, each its
    unit's own, and no marks; guessed are then figures that may be marks.
    """

    units: Mapping[int, str]
    marks: Mapping[str, str]
    guessed: tuple[str, ...]
    aside: tuple[str, ...] = ()
    figures: bool = False


def find_drawn(grid: Grid, columns: Mapping[int, Head], first: int, source: Source) -> Matrix | None:
    """Return the unit columns of a drawn matrix, or None: below a unit's head stands nothing but marks."""
    if len(columns) < _LEAST:
        return None
    rows = [row for row in grid.rows if row >= first and not _is_total(grid.own(row), source)]
    below = {column: list(_below(grid, column, rows, source)) for column in columns}
    marks = _read_marks(source)
    letters = {word for words in below.values() for word in words if len(word) == 1 and "A" <= word <= "Z"}
    marks |= _read_legend(source, sorted(letters))  # B means nothing but by a legend
    units: dict[int, str] = {}
    signs: dict[str, None] = {}
    for column, head in columns.items():
        words = below[column]
        name = unit_name(head.head, source)
        if head.kind in ("", "task") and name and (all(word in marks for word in words) or are_signs(source, words)):
            units[column] = name
            signs.update(dict.fromkeys(words))
    if len(units) < _LEAST or not signs:
        return None
    legend = _read_legend(source, tuple(signs))
    guessed = tuple(sign for sign in signs if (sign.isascii() or not sign.isalpha()) and sign not in legend)
    marks = {**marks, **legend}
    return Matrix(units, marks, guessed, tuple(sign for sign in signs if marks[sign] == "watch"))


def _below(grid: Grid, column: int, rows: Sequence[int], source: Source) -> Iterator[str]:
    """Yield what stands in these rows of a column, but for wide cells."""
    found = (grid.cells.get((row, column)) for row in rows)
    return (block.span.of(source.text).strip() for block in found if block is not None and block.columns == 1)


def _is_total(own: Sequence[Block], source: Source) -> bool:
    """Say whether a row is that of sums, which are no marks."""
    return bool(own) and re.sub(r"\s", "", own[0].span.of(source.text)) in source.lexicon["heads.total"]


def unit_name(head: Block, source: Source) -> str:
    """Return the unit or collective that a head names, "" where it names none."""
    name = read_name(source.original, source.text, Piece("", *head.span), source.lexicon).clean
    name = re.sub(r"\s", "", name)
    return (
        name if is_unit_like(source.lexicon.fold(name), source.lexicon) or is_collective(name, source.lexicon) else ""
    )


def _read_marks(source: Source) -> dict[str, str]:
    """Return what a cell may hold to its kind: signs, and the words of labels and verbs."""
    lexicon = source.lexicon
    words = {**lexicon.labels, **lexicon.verbs}
    words = {word: "watch" if is_watch(word, lexicon) else kind for word, kind in words.items()}
    words = {word: kind for word, kind in words.items() if kind != "other"}
    kinds = ("lead", "shared", "support", "watch")
    return words | {sign: kind for kind in kinds for sign in lexicon[f"marks.{kind}"]}


def tell_marks(source: Source, words: Collection[str]) -> dict[str, str]:
    """Return the kinds of those words that are marks, by the legend first."""
    known = {**_read_marks(source), **_read_legend(source, tuple(words))}
    return {word: known[word] for word in words if word in known}


def are_signs(source: Source, words: Collection[str]) -> bool:
    """Say whether figures are marks, for a legend tells what all of them mean: 1为牵头单位,2为配合单位."""
    signs = {*words}
    are_short = bool(signs) and all(len(sign) == 1 and sign.isdigit() for sign in signs)
    return are_short and signs <= tell_marks(source, signs).keys()


def _read_legend(source: Source, signs: Sequence[str]) -> dict[str, str]:
    """Read 注:●牵头单位,○配合单位 anywhere in the text."""
    text = source.text
    legend: dict[str, str] = {}
    for sign in (sign for sign in signs if len(sign) == 1):
        at = text.find(sign)
        for _ in range(2_000):  # a legend stands near the table; a sheet of marks is not searched without end
            if at < 0 or sign in legend:
                break
            kind = _kind_at(source, at + len(sign))
            if kind:
                legend[sign] = kind
            at = text.find(sign, at + 1)
    return legend


def _kind_at(source: Source, at: int) -> str:
    text, lexicon = source.text, source.lexicon
    between = _BETWEEN.match(text, at)
    start = between.end() if between else at
    label = lexicon.label.match(text, start)
    verb = lexicon.verb.match(text, start)
    if text.startswith(lexicon["heads.watch"], start):
        kind = "watch"
    else:
        kind = lexicon.labels[label["label"]] if label else lexicon.verbs.get(verb[0], "") if verb else ""
    return kind if kind in (*_ROLES, "watch") and not {"\t", "\n"} & set(source.original[at:start]) else ""


def mark_clause(grid: Grid, row: int, matrix: Matrix, source: Source) -> Clause | None:
    """Return the marks of a row as a clause, or None where the row has none."""
    mentions = []
    for column, name in matrix.units.items():
        block = grid.cells.get((row, column))
        word = block.span.of(source.text).strip() if block else ""
        told = word not in source.lexicon["words.none"] if matrix.figures else matrix.marks.get(word) in _ROLES
        if block is None or not word or not told:
            continue
        text = block.span.of(source.original)
        role = _ROLES[matrix.marks.get(word, "shared")]
        mentions.append(
            Mention(text, block.span, name, role=role, basis=Basis.MARK, collective=is_collective(name, source.lexicon))
        )
    if not mentions:
        return None
    if not any(each.role is Role.LEAD for each in mentions):  # R or 责任单位 alone: who is first leads, as in a list
        mentions = [each._replace(role=None, basis=None) if _lists(each, source) else each for each in mentions]
    span = Span(min(each.span.start for each in mentions), max(each.span.end for each in mentions))
    return Clause("", span, tuple(mentions))


def _lists(mention: Mention, source: Source) -> bool:
    word = mention.span.of(source.text).strip()
    return mention.role is Role.CO_LEAD and (word == _DOER or word in source.lexicon.labels)
