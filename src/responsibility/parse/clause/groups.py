"""Groups: the units of one clause by what its words say each group does.

In: the content of a clause in a Source. Out: a Reading: groups of Names with the kind ("lead", "shared",
"support", "guide") that a label before or a verb behind them gives, rules for the whole notice, and findings for
every piece that is none of these. Does not choose a lead where the words do not: that is resolve's.
"""

from __future__ import annotations

import re
from itertools import takewhile

from responsibility.kinds import Basis, Severity
from responsibility.language.measures import load_measures
from responsibility.parse.clause import asides, bullets, names
from responsibility.parse.clause.labels import (
    find_inner_verb,
    find_label,
    find_nested,
    is_plain,
    join_label,
    split_at_labels,
    strip_verbs,
    tell_pair,
)
from responsibility.parse.clause.mentions import QUOTED, ClauseReading, Group, Source, tell
from responsibility.parse.clause.naming import name_groups
from responsibility.parse.clause.parting import (
    drop_excepted,
    drop_offices,
    excepts,
    split_pair,
    split_sections,
    tell_lost_first,
)
from responsibility.parse.clause.rules import take_rule
from responsibility.parse.clause.scanner import CLOSERS, Brackets, Piece, find_opener, pair_brackets, split_pieces, trim
from responsibility.patterns import late
from responsibility.spans import Span

_LONGEST_OPENING = 10  # of 此项工作由
_DUE_LABELS = load_measures("deadlines")["labels"]
_TIME = late("[年月日号季周旬底末前内/.]|长期|持续|常年|全程|适时|按|立")  # 进度:已完成60% says none
_SHORTEST = 2  # of a name among persons; 张处 is one of them


class _Reader:
    """Walks the pieces of one clause and fills a Reading."""

    def __init__(self, source: Source, kind: str, label: str) -> None:
        self.source = source
        self.reading = ClauseReading(label)
        self.kind = kind  # of the last label
        self.word = label  # the last label
        self.before = ("", "")  # kind and word of the label before a field
        self.pieces: list[Piece] = []  # of the group that is open

    def close(self, kind: str = "") -> None:
        """End the group; a verb's kind prevails over the label's, but 负责 says less than 牵头单位."""
        if not self.pieces:
            return
        told, basis = self.kind, Basis.LABEL if self.kind else None
        if kind and not (kind == "shared" and told in ("lead", "support")):
            told, basis = kind, Basis.ROLE_WORD
        office = asides.is_office_label(self.word, self.source.lexicon)
        personal = asides.is_personal_label(self.word, self.source.lexicon)
        pair = tell_pair(self.word, self.source.lexicon) if basis is Basis.LABEL else None
        behind = pair[1] if pair else ""
        held = Group(told, basis, office, personal, self.pieces, behind=behind, labelled=self.kind)
        self.reading.groups.append(held)
        self.pieces = []

    def take(self, piece: Piece) -> None:
        """Read one piece: a label may open it, a verb may close it."""
        text = self.source.text
        separator, start, end = piece
        if separator in ("。", ";"):
            self.close()
        if self.kind != "other" and is_plain(text[start:end], self.source.lexicon):
            self._add(piece)
            return
        end -= text[end - 1 : end] == "." and not text[start:end].isascii()  # a full stop of another script
        start = bullets.skip_signs(text, start, end)
        if text[end - 1 : end] in CLOSERS:
            end = self._skip_asides(start, end)
            if self._take_bracket(separator, start, end):
                return
        separator, start = self._take_labels(piece, start, end)
        if self._take_duty(separator, start, end) or self._take_paired(separator, start, end):
            return
        if self.kind == "other" and (unit := self._skip_holder(start, end)):
            self._tell_aside(piece.start, unit)
            self._turn(*self.before)
            start = unit
        if self.kind != "other":
            self._take_names(separator, start, end)
        elif not self._says_when(start, end):
            self._tell_aside(piece.start, end)

    def _says_when(self, start: int, end: int) -> bool:
        """Say whether what stands behind a label of time is kept as the item's time."""
        if not self.word.endswith(self.source.lexicon["words.time_nouns"]):
            return False
        return self.word in _DUE_LABELS or _TIME.search(self.source.text, start, end) is not None

    def _take_bracket(self, separator: str, start: int, end: int) -> bool:
        """Read 张某(市水利局) and 市科技局(市财政局配合); say whether one of them stands here."""
        if self.source.text[end - 1 : end] not in CLOSERS:
            return False
        if held := self._find_held(start, end):
            self._tell_aside(start, held)
            self._take_inside(held, end)
            return True
        nested = find_nested(self.source, start, end)
        if nested is not None:
            self._take_nested(Piece(separator, *trim(self.source.text, start, nested)), nested, end)
        return nested is not None

    def _take_duty(self, separator: str, start: int, end: int) -> bool:
        """Read 市应急局:编制脚本, whose unit counts and whose work is told; say whether it stands here."""
        duty = asides.find_duty(self.source.text, start, end, self.source.lexicon)
        if duty is None or (self.kind == "other" and self.word):
            return False
        if self.kind == "other":
            self._turn(*self.before)
        self._add(Piece(separator, *trim(self.source.text, start, duty.stop)))
        self.close(duty.kind)
        self._tell_aside(duty.start, end)
        self._turn("other", "")
        return True

    def _take_paired(self, separator: str, start: int, end: int) -> bool:
        """Read 市甲局(市乙局、市丙局) under 牵头(配合)单位; say whether it stands here."""
        pair = tell_pair(self.word, self.source.lexicon)
        opener = find_opener(self.source.text, start, end) if pair else None
        if pair is None or opener is None or not self._is_unit(opener + 1, end - 1):
            return False
        self._take_nested(Piece(separator, *trim(self.source.text, start, opener)), opener, end, pair[1])
        return True

    def _take_labels(self, piece: Piece, start: int, end: int) -> tuple[str, int]:
        """Read the labels that a piece opens with; return its separator and where names may begin."""
        text, separator = self.source.text, piece.separator
        first = not self.reading.groups and not self.pieces
        label = find_label(self.source, start, end, bare=first or self._names_behind(piece))
        if label is None and (self.kind == "other" or text.find(":", start, end) > start):
            self._mind_field(piece, start, end)
        while label:
            self.close()
            word, kind, start = label
            self._turn(kind, word)
            if self.kind == "lead" and "牵头" not in word and self._is_led():
                self.kind = "shared"  # 主责单位 behind 牵头单位
            self.reading.label = self.reading.label or word
            start, end = trim(text, start, end, " \r\n\t\u3000\ufeff\u200b:")
            separator, start = "", bullets.skip_signs(text, start, end)
            label = find_label(self.source, start, end, bare=True) if kind == "other" else None  # 备注:配合单位市甲局
        return separator, start

    def _take_names(self, separator: str, start: int, end: int) -> None:
        """Read names and the verbs between and behind them."""
        text, lexicon = self.source.text, self.source.lexicon
        start = self._skip_with(self._skip_openers(start, end), end)
        inner = find_inner_verb(self.source, start, end)
        if inner:
            self._add(Piece(separator, start, inner[0]))
            self.close(inner[2])
            separator, start = "", self._skip_with(inner[1], end)
        stop, kind = strip_verbs(self.source, start, end)
        if kind == "shared" and lexicon.holds("words.together", text[stop:end]) and self._is_led():
            kind = "support"
        label = self.kind, self.word
        if kind and text[stop - 1 : stop] == ":":  # 各部门:按职责落实
            stop -= 1
            if separator != "、":
                self.close()
                self.kind = self.word = ""
        timed = text.startswith(lexicon["words.times"], start, end) or text[start : start + 1].isdigit()
        if timed and (asides.is_day(text[start:stop], lexicon) or not names.is_unit_like(text[start:stop], lexicon)):
            return  # 2024年底前完成 says when, not who; 110指挥中心 is a name
        if not bullets.is_number(text[start:stop]):
            self._add(Piece(separator, *trim(text, start, stop)))
        if kind:
            self.close(kind)
            self.kind, self.word = label

    def _is_led(self) -> bool:
        """Say whether a word named a lead before."""
        return any(group.kind == "lead" for group in self.reading.groups)

    def _turn(self, kind: str, word: str) -> None:
        """Note the label that holds from here on; a field ends where the next unit does something."""
        if kind == "other" and self.kind != "other":
            self.before = self.kind, self.word
        self.kind, self.word = kind, word

    def _skip_holder(self, start: int, end: int) -> int:
        """Return where a unit begins that a blank parts from its person, 责任人:张某 市水利局; 0 where none does."""
        if not self.word.endswith(self.source.lexicon["words.person_nouns"]):
            return 0
        begin = asides.skip_person(self.source.text, start, end, self.source.lexicon)
        return begin if begin > start else 0

    def _skip_asides(self, start: int, end: int) -> int:
        """Leave out (责任人:张某) behind a name; it is told."""
        while (opener := asides.find_aside(self.source.text, start, end, self.source.lexicon)) is not None:
            self._tell_aside(opener, end)
            end = trim(self.source.text, start, opener)[1]
        return end

    def _tell_aside(self, start: int, end: int) -> None:
        """Tell of words that are no unit; what goes on in a field is told with it."""
        told, before = self.reading.findings, len(self.reading.findings)
        last = told[-1].span if told and told[-1].code == "CLAUSE_ASIDE" else None
        goes_on = self.kind == "other" and last is not None and start - 2 <= last.end <= start
        labelled = asides.find_field(self.source.text, start, end, self.source.lexicon) is not None
        if last and goes_on and not labelled:  # 责任人:张某,市财政局
            told.pop()
            start = last.start
        asides.tell_aside(self.source, start, end, told)
        if last and goes_on and labelled and len(told) > before:  # each label is judged by its own words
            span = Span(last.start, end)
            worst = min((each.severity for each in told[-2:]), key=[*Severity].index)
            told[-2:] = [tell("CLAUSE_ASIDE", worst, span, text=span.of(self.source.original)[:QUOTED])]

    def _mind_field(self, piece: Piece, start: int, end: int) -> None:
        """Enter a field where a label names no role (适用范围:甲片区), and leave it where a unit does something."""
        field = asides.find_field(self.source.text, start, end, self.source.lexicon)
        if field:
            self.close()
            self._turn("other", field[0])
        elif self.kind == "other" and self._ends_field(piece):
            self._turn(*self.before)

    def _ends_field(self, piece: Piece) -> bool:
        """Say whether a piece is no part of the field before it: 责任人:张某,市水利局牵头."""
        text, lexicon = self.source.text, self.source.lexicon
        stop, verb = strip_verbs(self.source, piece.start, piece.end)
        core = names.core_of(text[piece.start : stop])
        everyone = bool(verb) and core.startswith("各") and names.is_unit_like(core, lexicon)
        firm = everyone or core.endswith(lexicon["words.bureaux"])
        placed = text.startswith((*lexicon["elision.prefixes"], "各"), piece.start)
        personal = self.word.endswith(lexicon["words.unitless"])
        among = self.word.endswith(lexicon["words.person_nouns"]) and self._is_unit(piece.start, stop)
        unit = among or (firm and (placed or piece.separator == ";"))
        if not self.word:  # what a unit does, 市甲局负责编制、评审: the next unit ends it
            return unit and piece.separator != "、"
        return unit and (personal or (piece.separator != "、" and bool(verb or piece.separator != ",")))

    def _is_unit(self, start: int, end: int) -> bool:
        """Say whether words among persons are a unit and no office of one: 柳泉镇, but neither 水利科 nor 张处."""
        words = self.source.text[start:end]
        office = asides.is_inner_office(words, self.source.lexicon)
        said = names.is_sentence(words, self.source.lexicon) or not names.is_unit_like(words, self.source.lexicon)
        return len(words) > _SHORTEST and not office and not said

    def _take_nested(self, outer: Piece, opener: int, end: int, inner: str = "") -> None:
        """Read 市科技局牵头(市财政局配合): what the bracket says, or the label says of it, holds for those in it."""
        self.take(outer)
        kind, word = self.kind, self.word
        self.close()
        self.kind, self.word = (inner, "") if inner else (kind, word)
        self._take_inside(opener, end)
        self.close()
        self.kind, self.word = kind, word

    def _take_inside(self, opener: int, end: int) -> None:
        inside = opener + 1, end - 1
        for inner in split_pieces(self.source.text, *inside, pair_brackets(self.source.text, *inside)):
            self.take(inner)

    def _find_held(self, start: int, end: int) -> int:
        """Return where a bracket opens that names the units of the person before it; 0 where none does."""
        text, lexicon = self.source.text, self.source.lexicon
        opener = find_opener(text, start, end)
        personal = asides.is_personal_label(self.word, lexicon)
        if opener is None or not personal or not asides.is_person(text[start:opener], lexicon):
            return 0
        first = re.split("[、,;]", text[opener + 1 : end - 1])[0].strip()
        return opener if names.is_unit_like(first, lexicon) and not asides.is_inner_office(first, lexicon) else 0

    def _names_behind(self, piece: Piece) -> bool:
        """Say whether a label that lost its colon stands before a name: 牵头单位市科技局,配合单位市财政局."""
        text, lexicon = self.source.text, self.source.lexicon
        label = lexicon.label.match(text, piece.start, piece.end) if piece.separator else None
        if label is None:
            return False
        placed = text.startswith(lexicon["elision.prefixes"], label.end(), piece.end) and piece.separator != "、"
        return placed or (asides.is_office_label(label[0], lexicon) and self._is_named(label.end(), piece.end))

    def _is_named(self, start: int, end: int) -> bool:
        words, lexicon = self.source.text[start:end], self.source.lexicon
        return names.is_unit_like(words, lexicon) and not names.is_sentence(words, lexicon)

    def _skip_with(self, start: int, end: int) -> int:
        """Step over 会同 and 会; those named before it lead."""
        text, lexicon = self.source.text, self.source.lexicon
        word = _first_of(text, start, end, lexicon["words.withs"])
        if not word and text.startswith("会", start, end):  # 会市财政局; no name of a place begins so
            word = "会" if text.startswith(lexicon["elision.prefixes"], start + 1, end) else ""
        if word:
            led = bool(self.pieces)
            self.close("lead" if led else "")
            if led and self.kind == "lead":  # 牵头单位:市科技局,会同市财政局
                self.kind = "shared"
        return start + len(word)

    def _skip_openers(self, start: int, end: int) -> int:
        """Step over 由, 以及, 此项工作由 and the like before a name."""
        text, lexicon = self.source.text, self.source.lexicon
        if text.find(":", start, end) > start:
            start = asides.skip_scope(text, start, end, lexicon)
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
                self.reading.findings.append(tell("CLAUSE_PIECE", Severity.WARNING, span, text=text[start:by]))
            return by + 1
        return self._skip_openers(start + len(starter), end) if starter else start

    def _add(self, piece: Piece) -> None:
        if (
            piece.start < piece.end
            and self.source.text[piece.start : piece.end] not in self.source.lexicon["words.none"]
        ):
            self.pieces.append(piece)


def _first_of(text: str, start: int, end: int, words: tuple[str, ...]) -> str:
    """Return the word that text begins with, "" for none; asked of every name, so all are tried at once first."""
    if not text.startswith(words, start, end):
        return ""
    return next(word for word in words if text.startswith(word, start, end))


def _take_blanket(source: Source, pieces: list[Piece], reading: ClauseReading) -> list[Piece]:
    """Take out 以下各项均需各市政府落实,不再一一列出 and read the units it adds to all later items."""
    text, lexicon = source.text, source.lexicon
    whole = text[pieces[0].start : pieces[-1].end] if pieces else ""
    if not lexicon.holds("rules.no_more", whole):
        return pieces
    bounds = (n for n, each in enumerate(pieces) if lexicon.holds("rules.no_more", text[each.start : each.end]))
    last = next(bounds, None)
    if last is None:
        return pieces
    first = last
    for n in range(last, -1, -1):
        first, words = n, text[pieces[n].start : pieces[n].end]
        if pieces[n].separator in ("。", ";") or lexicon.holds("rules.blanket_units", words):
            break
    reading.blanket = Span(pieces[first].start, pieces[last].end)
    reader = _Reader(source, "", "")
    added = takewhile(lambda each: not excepts(source, each), pieces[first:last])
    for n, piece in enumerate(added):
        words, start = text[piece.start : piece.end], piece.start
        marker = next((word for word in lexicon["rules.blanket_units"] if word in words), None) if n == 0 else None
        if marker:
            start += words.index(marker) + len(marker)
        reader.take(Piece("" if n == 0 else piece.separator, start, piece.end))
    reader.close()
    name_groups(source, reader.reading.groups, reading.findings)
    reading.blanket_groups = reader.reading.groups
    return pieces[:first] + pieces[last + 1 :]


def read_groups(
    source: Source, start: int, end: int, brackets: Brackets, *, kind: str = "", label: str = ""
) -> ClauseReading:
    """Read the content of one clause. kind, label: what a label or a column head outside says."""
    reader = _Reader(source, kind, label)
    reading = reader.reading
    whole = join_label(source, [*split_pieces(source.text, start, end, brackets)])
    pieces = [
        part
        for piece in whole
        for part in ((piece,) if source.text.find(":", *piece[1:]) < 0 else split_at_labels(source, piece))
    ]
    if bullets.has_numbers(source.text, start, end):
        pieces = [part for piece in pieces for part in names.split_listed(source.text, piece, source.lexicon)]
    pieces = take_rule(source, _take_blanket(source, pieces, reading), reading)
    pieces = drop_excepted(source, pieces, reading)
    for number, piece in enumerate(pieces):
        if number and piece.start == piece.end and not reader.pieces and not reading.groups and reader.kind:
            reading.findings.append(tell("NAME_LOST", Severity.ERROR, Span(piece.start, piece.end + 1)))
        reader.take(piece)
    reader.close()
    tell_lost_first(source, pieces, reading)
    drop_offices(source, reading)
    name_groups(source, reading.groups, reading.findings)
    split_sections(reading)
    split_pair(reading)
    return reading
