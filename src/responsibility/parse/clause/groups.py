"""Groups: the units of one clause by what its words say each group does.

In: the content of a clause in a Source. Out: a Reading: groups of Names with the kind ("lead", "shared",
"support", "guide") that a label before or a verb behind them gives, rules for the whole notice, and findings for
every piece that is none of these. Does not choose a lead where the words do not: that is resolve's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from responsibility.kinds import Basis, Severity
from responsibility.language.lexicon import Lexicon
from responsibility.model import Finding
from responsibility.parse.clause import names
from responsibility.parse.clause.labels import (
    find_glued,
    find_inner_verb,
    find_label,
    find_nested,
    has_role_word,
    strip_verbs,
)
from responsibility.parse.clause.mentions import Group, Reading, Source
from responsibility.parse.clause.rules import take_rule
from responsibility.parse.clause.scanner import CLOSERS, Brackets, Piece, pair_brackets, split_pieces, trim
from responsibility.spans import Span

_LONGEST_OPENING = 10  # of 此项工作由
_SECTION = ",;。"  # a group may hold sections: A、B,各市政府


class _Reader:
    """Walks the pieces of one clause and fills a Reading."""

    def __init__(self, source: Source, kind: str, label: str) -> None:
        self.source = source
        self.reading = Reading(label)
        self.kind = kind  # of the last label
        self.group = self._fresh()

    def _fresh(self) -> Group:
        return Group(self.kind, Basis.LABEL if self.kind else None)

    def close(self, kind: str = "") -> None:
        """End the group; a verb's kind prevails over the label's, but 负责 says less than 牵头单位."""
        if self.group.pieces:
            if kind and not (kind == "shared" and self.group.kind in ("lead", "support")):
                self.group.kind, self.group.basis = kind, Basis.ROLE_WORD
            self.reading.groups.append(self.group)
        self.group = self._fresh()

    def take(self, piece: Piece) -> None:
        """Read one piece: a label may open it, a verb may close it."""
        text, lexicon = self.source.text, self.source.lexicon
        separator, start, end = piece
        if separator in ("。", ";"):
            self.close()
        end -= text[end - 1 : end] == "." and not text[start:end].isascii()  # a full stop of another script
        nested = find_nested(self.source, start, end) if text[end - 1 : end] in CLOSERS else None
        if nested is not None:
            self._take_nested(Piece(separator, *trim(text, start, nested)), nested + 1, end - 1)
            return
        first = not self.reading.groups and not self.group.pieces
        label = find_label(self.source, start, end, bare=first or self._names_behind(piece))
        if label:
            self.close()
            word, self.kind, start = label
            if self.kind == "lead" and "牵头" not in word and any(each.kind == "lead" for each in self.reading.groups):
                self.kind = "shared"  # 主责单位 behind 牵头单位
            self.reading.label = self.reading.label or word
            self.group = self._fresh()
            start, end = trim(text, start, end)
            separator = ""
        if self.kind == "other":
            return
        start = self._skip_openers(start, end)
        start = self._skip_with(start, end)
        inner = find_inner_verb(self.source, start, end)
        if inner:
            self._add(Piece(separator, start, inner[0]))
            self.close(inner[2])
            separator, start = "", self._skip_with(inner[1], end)
        if text.startswith(lexicon["words.times"], start, end) or text[start : start + 1].isdigit():
            return  # 2024年底前完成 says when, not who
        stop, kind = strip_verbs(self.source, start, end)
        self._add(Piece(separator, *trim(text, start, stop)))
        if kind:
            self.close(kind)

    def _take_nested(self, outer: Piece, start: int, end: int) -> None:
        """Read 市科技局牵头(市财政局配合): what the bracket says holds for those in it."""
        self.take(outer)
        kind = self.kind
        self.close()
        for inner in split_pieces(self.source.text, start, end, pair_brackets(self.source.text, start, end)):
            self.take(inner)
        self.kind = kind
        self.close()

    def _names_behind(self, piece: Piece) -> bool:
        """Say whether a label that lost its colon stands before a name: 牵头单位市科技局,配合单位市财政局."""
        text, lexicon = self.source.text, self.source.lexicon
        label = lexicon.label.match(text, piece.start, piece.end) if piece.separator in (",", ";", "。") else None
        return label is not None and text.startswith(lexicon["elision.prefixes"], label.end(), piece.end)

    def _skip_with(self, start: int, end: int) -> int:
        """Step over 会同; those named before it lead."""
        word = _first_of(self.source.text, start, end, self.source.lexicon["words.withs"])
        if word:
            self.close("lead" if self.group.pieces else "")
        return start + len(word)

    def _skip_openers(self, start: int, end: int) -> int:
        """Step over 由, 以及, 此项工作由 and the like before a name."""
        text, lexicon = self.source.text, self.source.lexicon
        start += len(_first_of(text, start, end, lexicon["words.openers"]).rstrip("各有关相"))
        starter = _first_of(text, start, end, lexicon["words.starters"])
        by = text.find(lexicon["words.by"][0], start, min(end, start + _LONGEST_OPENING))
        if (
            not starter
            and by > start
            and names.is_unit_like(text[by + 1 : strip_verbs(self.source, by, end)[0]], lexicon)
        ):
            if not names.is_made_of(text[start:by], lexicon["words.whole"]):  # 第1项由 says what for
                span = Span(start, by)
                self.reading.findings.append(_finding("CLAUSE_PIECE", Severity.WARNING, span, text=text[start:by]))
            return by + 1
        return start + len(starter)

    def _add(self, piece: Piece) -> None:
        if (
            piece.start < piece.end
            and self.source.text[piece.start : piece.end] not in self.source.lexicon["words.none"]
        ):
            self.group.pieces.append(piece)


def _first_of(text: str, start: int, end: int, words: tuple[str, ...]) -> str:
    """Return the word that text begins with, "" for none; asked of every name, so all are tried at once first."""
    if not text.startswith(words, start, end):
        return ""
    return next(word for word in words if text.startswith(word, start, end))


def _take_blanket(source: Source, pieces: list[Piece], reading: Reading) -> list[Piece]:
    """Take out 以下各项均需各市政府落实,不再一一列出 and read the units it adds to all later items."""
    text, lexicon = source.text, source.lexicon
    whole = text[pieces[0].start : pieces[-1].end] if pieces else ""
    if not any(word in whole for word in lexicon["rules.no_more"]):
        return pieces
    last = next(
        (
            n
            for n, each in enumerate(pieces)
            if any(word in text[each.start : each.end] for word in lexicon["rules.no_more"])
        ),
        None,
    )
    if last is None:
        return pieces
    first = last
    for n in range(last, -1, -1):
        first, words = n, text[pieces[n].start : pieces[n].end]
        if pieces[n].separator in ("。", ";") or any(word in words for word in lexicon["rules.blanket_units"]):
            break
    reading.blanket = Span(pieces[first].start, pieces[last].end)
    reader = _Reader(source, "", "")
    for n, piece in enumerate(pieces[first:last]):
        words, start = text[piece.start : piece.end], piece.start
        marker = next((word for word in lexicon["rules.blanket_units"] if word in words), None) if n == 0 else None
        if marker:
            start += words.index(marker) + len(marker)
        reader.take(Piece("" if n == 0 else piece.separator, start, piece.end))
    reader.close()
    _name_groups(source, reader.reading.groups, reading.findings)
    reading.blanket_groups = reader.reading.groups
    return pieces[:first] + pieces[last + 1 :]


def read_groups(
    source: Source, start: int, end: int, brackets: Brackets, *, kind: str = "", label: str = ""
) -> Reading:
    """Read the content of one clause. kind, label: what a label or a column head outside says."""
    reader = _Reader(source, kind, label)
    reading = reader.reading
    pieces = [
        part for piece in split_pieces(source.text, start, end, brackets) for part in _split_at_labels(source, piece)
    ]
    pieces = take_rule(source, _take_blanket(source, pieces, reading), reading)
    for number, piece in enumerate(pieces):
        if number and piece.start == piece.end and not reader.group.pieces and not reading.groups and reader.kind:
            reading.findings.append(_finding("NAME_LOST", Severity.ERROR, Span(piece.start, piece.end + 1)))
        reader.take(piece)
    reader.close()
    _lost_first(source, pieces, reading)
    _name_groups(source, reading.groups, reading.findings)
    _split_sections(reading)
    return reading


def _split_at_labels(source: Source, piece: Piece) -> Iterator[Piece]:
    """Part 市科技局 完成时限:6月 where a label stands inside a piece."""
    text, (separator, start, end) = source.text, piece
    colon = text.find(":", start, end)
    while colon >= 0:
        begin = max(text.rfind(" ", start, colon), text.rfind("\n", start, colon)) + 1
        label = find_label(source, begin, end) if begin > start else None
        if label is None and (glued := find_glued(source, start, colon)):
            begin, label = glued, find_label(source, glued, end)
        if label and label[2] == colon + 1:
            yield Piece(separator, *trim(text, start, begin))
            separator, start = ";", begin
        colon = text.find(":", colon + 1, end)
    yield Piece(separator, start, end)


def _lost_first(source: Source, pieces: list[Piece], reading: Reading) -> None:
    """Report 责任单位:、区…: a separator where the first name should be."""
    if pieces and len(pieces) > 1 and pieces[1].separator == "、":
        label = find_label(source, pieces[0].start, pieces[0].end)
        if pieces[0].start == pieces[0].end or (
            label and trim(source.text, label[2], pieces[0].end)[0] == pieces[0].end
        ):
            reading.findings.append(_finding("NAME_LOST", Severity.ERROR, Span(pieces[0].start, pieces[1].end)))


def _name_groups(source: Source, groups: Iterable[Group], findings: list[Finding]) -> None:
    for group in groups:
        pieces = names.join_collectives(source.text, group.pieces, source.lexicon)
        singles = [single for piece in pieces for single in names.split_names(source.text, piece, source.lexicon)]
        found: list[names.Name] = []
        for single in singles:
            name = names.read_name(source.original, source.text, single, source.lexicon)
            words = source.text[name.start : name.end]
            odd = not names.is_unit_like(name.folded, source.lexicon)
            if odd and (
                len(words) > 24 or len(name.clean) < 2 or any(w in words for w in source.lexicon["notclause.sentence"])
            ):
                findings.append(_finding("CLAUSE_PIECE", Severity.WARNING, Span(name.start, name.end), text=words[:40]))
                continue
            found.append(name)
        found = names.restore_suffixes(names.restore_prefixes(found, source.lexicon), source.lexicon)
        findings.extend(_name_findings(source, found))
        group.names = found


def _name_findings(source: Source, found: Sequence[names.Name]) -> Iterable[Finding]:
    for name in found:
        span = Span(name.start, name.end)
        if name.noisy:
            yield _finding("NAME_NOISE", Severity.NOTE, span, text=span.of(source.original), name=name.clean)
        if name.mark and name.mark in names.SIGNS and name.mark != source.sign:
            yield _finding("NAME_SIGN", Severity.WARNING, span, name=name.clean, sign=name.mark)
        if name.separator in (" ", "\n", "\u3000", "\r"):
            yield _finding("SEPARATOR_LOST", Severity.NOTE, span, name=name.clean)
        if _is_odd(name.folded, bool(name.alias) or name.collective, source.lexicon):
            yield _finding("NAME_ODD", Severity.WARNING, span, name=name.clean)


@lru_cache(maxsize=65536)
def _is_odd(name: str, explained: bool, lexicon: Lexicon) -> bool:
    """Say whether a name is unlike a unit's, holds a role word (市科技局牵头单位) or strange words in its bracket.

    explained: the bracket holds another name of the unit, or belongs to a collective.
    """
    core = names.core_of(name)
    inside = name[len(core) + 1 : -1]
    at = core.find(lexicon["words.closer"][0], 2)  # 高新区等管委会 is short for several
    return (
        ":" in name
        or not names.is_unit_like(name, lexicon)
        or has_role_word(core, lexicon)
        or (at > 0 and names.is_unit_like(core[:at], lexicon) and names.is_unit_like(core[at + 1 :], lexicon))
        or not (explained or not inside or inside in lexicon["words.levels"] or names.is_unit_like(inside, lexicon))
    )


def _split_sections(reading: Reading) -> None:
    """In A,B、C配合 the words before the first comma are those that B and C support."""
    if (
        len(reading.groups) != 1
        or reading.groups[0].kind != "support"
        or reading.groups[0].basis is not Basis.ROLE_WORD
    ):
        return
    only = reading.groups[0]
    cut = next((n for n, name in enumerate(only.names) if n and name.separator in _SECTION), None)
    if cut is None:
        return
    reading.groups[:] = [Group("", None, [], only.names[:cut]), Group(only.kind, only.basis, [], only.names[cut:])]
    reading.findings.append(
        _finding("ROLE_GUESSED", Severity.NOTE, Span(only.names[0].start, only.names[-1].end), name=only.names[0].clean)
    )


def _finding(code: str, severity: Severity, span: Span, **params: object) -> Finding:
    return Finding(code, severity, span, params=params)
