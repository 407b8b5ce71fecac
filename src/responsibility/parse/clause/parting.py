"""Parting: which names of a clause belong together, seen when all of it is read.

In: a ClauseReading. Out: the same, its groups parted or left out where only the whole clause tells: 责任科室 beside
责任单位, the sections of A,B、C配合 and A,B指导, the two kinds that 牵头/配合单位 speaks of.
"""

from __future__ import annotations

from responsibility.kinds import Basis, Severity
from responsibility.parse.clause import asides
from responsibility.parse.clause.labels import find_label
from responsibility.parse.clause.mentions import ClauseReading, Group, Source, tell
from responsibility.parse.clause.scanner import Piece, trim
from responsibility.spans import Span

_SECTION = ",;。"  # a group may hold sections: A、B,各市政府


def drop_offices(source: Source, reading: ClauseReading) -> None:
    """Leave out 责任科室 beside 责任单位: an office inside a bureau is no unit of its own there."""
    if all(group.office for group in reading.groups):
        return
    for group in reading.groups:
        if group.office:
            asides.tell_aside(source, group.pieces[0].start, group.pieces[-1].end, reading.findings)
    reading.groups[:] = [group for group in reading.groups if not group.office]


def drop_excepted(source: Source, pieces: list[Piece], reading: ClauseReading) -> list[Piece]:
    """Leave out, and tell, what holds where a unit lacks the duty: 各区无此职能的,由市级部门承担."""
    kept: list[Piece] = []
    excepted = False
    for piece in pieces:
        excepted = excepted and piece.separator not in (";", "。")
        excepted |= source.text[piece.end - 1] == "的" and excepts(source, piece)
        if excepted:
            asides.tell_aside(source, piece.start, piece.end, reading.findings)
        else:
            kept.append(piece)
    return kept


def excepts(source: Source, piece: Piece) -> bool:
    """Say whether a piece begins what holds where a unit lacks the duty: 区政府无此职能的,由市级部门承担."""
    return source.lexicon.holds("rules.else", source.text[piece.start : piece.end])


def tell_lost_first(source: Source, pieces: list[Piece], reading: ClauseReading) -> None:
    """Report 责任单位:、区…: a separator where the first name should be."""
    if pieces and len(pieces) > 1 and pieces[1].separator == "、":
        label = find_label(source, pieces[0].start, pieces[0].end)
        if pieces[0].start == pieces[0].end or (
            label and trim(source.text, label[2], pieces[0].end)[0] == pieces[0].end
        ):
            reading.findings.append(tell("NAME_LOST", Severity.ERROR, Span(pieces[0].start, pieces[1].end)))


def split_sections(reading: ClauseReading) -> None:
    """In A,B、C配合 the words before the first comma are those that B and C support; so in A,B指导."""
    only = reading.groups[0] if len(reading.groups) == 1 else Group()
    if only.kind not in ("support", "guide") or only.basis is not Basis.ROLE_WORD:
        return
    cut = next((n for n, name in enumerate(only.names) if n and name.separator in _SECTION), None)
    if cut is None:
        return
    told = Group(only.labelled, Basis.LABEL if only.labelled else None, names=only.names[:cut])
    reading.groups[:] = [told, Group(only.kind, only.basis, names=only.names[cut:])]
    reading.findings.append(
        tell("ROLE_GUESSED", Severity.NOTE, Span(only.names[0].start, only.names[-1].end), name=only.names[0].clean)
    )


def split_pair(reading: ClauseReading) -> None:
    """Under 牵头/配合单位 the first leads and the rest support; a stronger sign than 、 says where the rest begins."""
    paired = [group for group in reading.groups if group.behind]
    found = [name for group in paired for name in group.names]
    if len(found) < 2:
        return
    cut = next((n for n, name in enumerate(found) if n and name.separator not in ("、", ",", " ")), 1)
    first = paired[0]
    rest = Group(first.behind, first.basis, names=found[cut:])
    at = reading.groups.index(first)
    reading.groups[:] = [each for each in reading.groups if not each.behind]
    reading.groups[at:at] = [Group(first.kind, first.basis, names=found[:cut]), rest]
