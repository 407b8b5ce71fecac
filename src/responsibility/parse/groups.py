"""Groups: the units of one clause by what its words say each group does.

In: the content of a clause in a Source. Out: a Reading: groups of Names with the kind ("lead", "shared",
"support", "guide") that a label before or a verb behind them gives, rules for the whole notice, and findings for
every piece that is none of these. Does not choose a lead where the words do not: that is resolve's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from responsibility.lexicon import Lexicon
from responsibility.model import Basis, Finding, Severity
from responsibility.parse import names
from responsibility.parse.reading import Group, Reading, Source
from responsibility.parse.scanner import Brackets, Piece, split_pieces, trim
from responsibility.spans import Span

_SECTION = ",;。"  # a group may hold sections: A、B,各市政府


def find_label(source: Source, start: int, end: int, *, bare: bool = False) -> tuple[str, str, int] | None:
    """Read a label at start: its words, its kind and where what it names begins.

    bare: take it also where the colon was lost before a name or a blank.
    """
    match = source.lexicon.label.match(source.text, start, end)
    if match is None:
        return None
    after = trim(source.text, match.end(), end)[0]
    if after < end and source.text[after] in ":为":
        return match[0], source.lexicon.labels[match[0]], after + 1
    blank = after > match.end()
    if (bare or blank) and len(match[0]) > 2 and after < end and source.text[after] not in "的要应须填名为等、,":
        return match[0], source.lexicon.labels[match[0]], after
    return None


def strip_verbs(source: Source, start: int, end: int) -> tuple[int, str]:
    """Take verbs and their adverbs off the end: where the names end, and the kind, "" where there was none."""
    text, lexicon = source.text, source.lexicon
    verbs, adverbs = tuple(lexicon.verbs), lexicon["words.adverbs"]
    kinds: list[str] = []
    while end > start:
        end = trim(text, start, end)[1]
        if text.endswith(verbs, start, end):
            word = max((verb for verb in verbs if text.endswith(verb, start, end)), key=len)
            kinds.append(lexicon.verbs[word])
        elif text.endswith(adverbs, start, end):
            word = next(adverb for adverb in adverbs if text.endswith(adverb, start, end))
            stated = word[0] in "按依根结在"
            if not stated and not (kinds and not names.is_unit_like(text[start:end], lexicon)):
                break
            kinds.extend(["shared"] if stated and not kinds else [])
        else:
            break
        end -= len(word)
    return max(start, end), _strongest(kinds)


def _strongest(kinds: Sequence[str]) -> str:
    for kind in ("lead", "support", "shared", "guide"):
        if kind in kinds:
            return kind
    return ""


def _inner_verb(source: Source, start: int, end: int) -> tuple[int, int, str] | None:
    """Find a verb between two names that no separator parts: A牵头B配合, A会同B负责."""
    text, lexicon = source.text, source.lexicon
    for word in (*lexicon["words.withs"], "牵头", "负责", "配合"):
        at = text.find(word, start + 2, end - 2)
        if at < 0:
            continue
        left, right = text[start:at], text[at + len(word) : strip_verbs(source, start, end)[0]]
        if right.startswith(lexicon["words.naming"]) or not names.is_unit_like(left, lexicon):
            continue
        if names.is_unit_like(right, lexicon):
            return at, at + len(word), "lead" if word in lexicon["words.withs"] else lexicon.verbs[word]
    return None


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
        """End the group; a verb's kind prevails over the label's."""
        if self.group.pieces:
            if kind:
                self.group.kind, self.group.basis = kind, Basis.ROLE_WORD
            self.reading.groups.append(self.group)
        self.group = self._fresh()

    def take(self, piece: Piece) -> None:
        """Read one piece: a label may open it, a verb may close it."""
        text, lexicon = self.source.text, self.source.lexicon
        separator, start, end = piece
        if separator in ("。", ";"):
            self.close()
        label = find_label(self.source, start, end, bare=not self.reading.groups and not self.group.pieces)
        if label:
            self.close()
            word, self.kind, start = label
            self.reading.label = self.reading.label or word
            self.group = self._fresh()
            start, end = trim(text, start, end)
            separator = ""
        if self.kind == "other":
            return
        starter = next((word for word in lexicon["words.starters"] if text.startswith(word, start, end)), "")
        start += len(starter)
        with_ = next((word for word in lexicon["words.withs"] if text.startswith(word, start, end)), "")
        if with_:
            self.close("lead" if self.group.pieces else "")
            start += len(with_)
        inner = _inner_verb(self.source, start, end)
        if inner:
            self._add(Piece(separator, start, inner[0]))
            self.close(inner[2])
            separator, start = "", inner[1]
        stop, kind = strip_verbs(self.source, start, end)
        self._add(Piece(separator, *trim(text, start, stop)))
        if kind:
            self.close(kind)

    def _add(self, piece: Piece) -> None:
        if (
            piece.start < piece.end
            and self.source.text[piece.start : piece.end] not in self.source.lexicon["words.none"]
        ):
            self.group.pieces.append(piece)


def _is_rule(text: str, lexicon: Lexicon) -> bool:
    return any(word in text for word in lexicon["rules.first"]) and any(
        word in text for word in lexicon["rules.lead_word"]
    )


def _take_rule(source: Source, pieces: list[Piece], reading: Reading) -> list[Piece]:
    """Take out 列首位的为牵头单位,下同 and what belongs to it."""
    kept: list[Piece] = []
    for piece in pieces:
        words = source.text[piece.start : piece.end]
        if _is_rule(words, source.lexicon):
            while kept and source.text[kept[-1].start : kept[-1].end].startswith("除") and piece.separator == ",":
                kept.pop()
            reading.rule = Span(piece.start, piece.end)
        elif not words.startswith(source.lexicon["rules.same"]):
            kept.append(piece)
    return kept


def _take_blanket(source: Source, pieces: list[Piece], reading: Reading) -> list[Piece]:
    """Take out 以下各项均需各市政府落实,不再一一列出 and read the units it adds to all later items."""
    text, lexicon = source.text, source.lexicon
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
    pieces = list(split_pieces(source.text, start, end, brackets))
    pieces = _take_rule(source, _take_blanket(source, pieces, reading), reading)
    for number, piece in enumerate(pieces):
        if number and piece.start == piece.end and not reader.group.pieces and not reading.groups and reader.kind:
            reading.findings.append(_finding("NAME_LOST", Severity.ERROR, Span(piece.start, piece.end + 1)))
        reader.take(piece)
    reader.close()
    _lost_first(source, pieces, reading)
    _name_groups(source, reading.groups, reading.findings)
    _split_sections(reading)
    return reading


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
            odd = not names.is_unit_like(source.lexicon.fold(name.clean), source.lexicon)
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
        if name.separator in (" ", "\n", "\u3000", "\r"):
            yield _finding("SEPARATOR_LOST", Severity.NOTE, span, name=name.clean)
        if not names.is_unit_like(source.lexicon.fold(name.clean), source.lexicon):
            yield _finding("NAME_ODD", Severity.WARNING, span, name=name.clean)


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
