"""Naming: from the pieces of a clause's groups to the names of units, and what is to be told of each.

In: Groups with their pieces in a Source. Out: the Names of each group, and findings for what is no name, looks odd or
names nobody in particular.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from responsibility.kinds import Basis, Severity
from responsibility.language.lexicon import Lexicon
from responsibility.model import Finding
from responsibility.parse.clause import asides, elision, names
from responsibility.parse.clause.bullets import EMPTY, MARKS, TICKS
from responsibility.parse.clause.labels import has_role_word
from responsibility.parse.clause.mentions import Group, Source, tell
from responsibility.parse.clause.scanner import Piece
from responsibility.spans import Span

_ONE_EACH = ("街道", "人民政府")  # a name has one: 五里街道南门街道 are two, whose line end was lost
_LINE_WITHIN = re.compile(r"\n[^\n]{7,}\n")  # a page's head got into the name: no part of one is so long


def name_groups(source: Source, groups: Sequence[Group], findings: list[Finding]) -> None:
    """Turn the pieces of each group into names, elisions restored; tell of every piece that is none."""
    labelled = any(group.basis is Basis.LABEL for group in groups)
    for group in groups:
        pieces = names.join_collectives(source.text, group.pieces, source.lexicon)
        singles = [single for piece in pieces for single in names.split_names(source.text, piece, source.lexicon)]
        doubtful = group.personal or (labelled and group.basis is None)
        found: list[names.Name] = []
        beside = False  # a person stands beside the unit before: 市水利局 张某、李某某
        for whole in singles:
            single = _without_asides(source, whole, findings)
            further = (
                beside and single == whole and asides.is_person(source.text[whole.start : whole.end], source.lexicon)
            )
            if single is None or further or (doubtful and _is_aside(source, single, group)):
                asides.tell_aside(source, whole.start, whole.end, findings)
                continue
            beside = single.end < whole.end
            name = names.read_name(source.original, source.text, single, source.lexicon)
            if names.is_sentence(name.folded, source.lexicon):
                words = name.span.of(source.text)
                findings.append(tell("CLAUSE_PIECE", Severity.WARNING, name.span, text=words[:40]))
                continue
            found.append(name)
        group.names = found
    if any(name.mark for group in groups for name in group.names):
        _drop_unticked(source, groups, findings)
        _clear_bullets(source, groups)
    _tell_open(source, groups, findings)
    prefix = ""
    for group in groups:
        group.names, prefix = elision.restore_prefixes(group.names, source.lexicon, prefix)
        group.names = elision.restore_suffixes(group.names, source.lexicon)
        findings.extend(_name_findings(source, group.names))


def _without_asides(source: Source, piece: Piece, findings: list[Finding]) -> Piece | None:
    """Leave out what stands around a name: 市水利局(责任人:张某), 市住建局 孙某; None where it is nobody's."""
    kept, cuts = asides.cut_name(source.text[piece.start : piece.end], source.lexicon)
    for cut in cuts:
        asides.tell_aside(source, piece.start + cut.start, piece.start + cut.end, findings)
    if kept is None:
        return None
    return piece._replace(start=piece.start + kept.start, end=piece.start + kept.end) if cuts else piece


def _is_aside(source: Source, piece: Piece, group: Group) -> bool:
    """Say whether words are a person under 责任人, or a remark that no label of the clause holds: 约束性,牵头单位:A."""
    words = source.text[piece.start : piece.end]
    if group.personal:
        return asides.is_person(words, source.lexicon)
    return not names.is_unit_like(words.strip(MARKS), source.lexicon)


def _tell_open(source: Source, groups: Sequence[Group], findings: list[Finding]) -> None:
    """Tell of 有关部门; where a clause names nobody else, no unit is charged with the item."""
    every = [name for group in groups for name in group.names]
    scopes = source.lexicon["words.scopes"]
    alone = bool(every) and all(names.is_open(_without(name.folded, scopes), source.lexicon) for name in every)
    opened = every if alone else [name for name in every if names.is_open(name.folded, source.lexicon)]
    severity = Severity.WARNING if alone else Severity.NOTE
    findings.extend(tell("UNITS_OPEN", severity, name.span, name=name.clean) for name in opened)
    for group in groups if alone else ():
        group.names = [name for name in group.names if name.folded.startswith("各")]


def _without(name: str, scopes: tuple[str, ...]) -> str:
    """Return a name without the level that it opens with: 有关部门 of 市直有关部门."""
    if not name.startswith(scopes):
        return name
    return next(name.removeprefix(each) for each in scopes if name.startswith(each))


def _drop_unticked(source: Source, groups: Sequence[Group], findings: list[Finding]) -> None:
    """Leave out the units whose box is empty where others of the clause are ticked: [√]市甲局、[ ]市乙局."""
    marks = {name.mark for group in groups for name in group.names}
    if EMPTY not in marks or not marks & {*TICKS} or source.sign in marks:
        return
    for group in groups:
        empty = [name for name in group.names if name.mark == EMPTY]
        findings += (
            tell("NAME_UNTICKED", Severity.WARNING, Span(each.start, each.end), name=each.clean) for each in empty
        )
        group.names = [name._replace(mark="") for name in group.names if name.mark != EMPTY]


def _clear_bullets(source: Source, groups: Sequence[Group]) -> None:
    """Take a sign that every unit of the clause bears for a bullet."""
    marks = {name.mark for group in groups for name in group.names}
    if len(marks) == 1 and marks != {""} and marks <= {*MARKS} - {source.sign, source.help_sign}:
        for group in groups:
            group.names = [name._replace(mark="") for name in group.names]


def _name_findings(source: Source, found: Sequence[names.Name]) -> Iterable[Finding]:
    for name in found:
        if name.noisy:
            text = name.span.of(source.original)
            severity = Severity.WARNING if _LINE_WITHIN.search(text) else Severity.NOTE
            yield tell("NAME_NOISE", severity, name.span, text=text, name=name.clean)
        if name.mark and name.mark in MARKS and name.mark not in (source.sign, source.help_sign):
            yield tell("NAME_SIGN", Severity.WARNING, name.span, name=name.clean, sign=name.mark)
        if name.separator in (" ", "\n", "\u3000", "\r"):
            yield tell("SEPARATOR_LOST", Severity.NOTE, name.span, name=name.clean)
        if _is_odd(name.folded, bool(name.alias) or name.collective, source.lexicon):
            yield tell("NAME_ODD", Severity.WARNING, name.span, name=name.clean)


@lru_cache(maxsize=4096)
def _is_odd(name: str, explained: bool, lexicon: Lexicon) -> bool:
    """Say whether a name is unlike a unit's, has a role word (市科技局牵头单位), two streets or strange words in it.

    explained: the bracket holds another name of the unit, or belongs to a collective.
    """
    core = names.core_of(name)
    inside = name[len(core) + 1 : -1]
    at = core.find(lexicon["words.closer"][0], 2)  # 高新区等管委会 is short for several
    return (
        ":" in name
        or name.count("(") != name.count(")")
        or (len(parts := inside.split("、")) > 1 and all(_is_another(part, lexicon) for part in parts))
        or not names.is_unit_like(name, lexicon)
        or has_role_word(core, lexicon)
        or any(core.count(kind) > 1 for kind in _ONE_EACH)
        or (at > 0 and names.is_unit_like(core[:at], lexicon) and names.is_unit_like(core[at + 1 :], lexicon))
        or not (explained or not inside or inside in lexicon["words.levels"] or names.is_unit_like(inside, lexicon))
    )


def _is_another(words: str, lexicon: Lexicon) -> bool:
    """Say whether words of a list in a bracket are a bureau, which a unit with several plates has, or charged too."""
    return names.is_unit_like(words, lexicon) and names.is_bureau(words, lexicon)
