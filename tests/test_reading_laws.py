"""Laws of reading: they hold for any text at all."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from reading import plan_of
from responsibility.errors import SourceError
from responsibility.extract.text import extract_text, split_lines
from responsibility.kinds import Role
from responsibility.language.lexicon import load_lexicon
from responsibility.language.wording import LANGUAGES, load_wording
from responsibility.model import Plan
from responsibility.parse.clause.scanner import pair_brackets, split_pieces
from responsibility.spans import Span
from strategies import notice_texts


def check_plan(plan: Plan) -> None:
    """Spans quote, parts lie in their wholes, ids are unique, one assignment an item and unit."""
    text = plan.notice.document.text
    ids = [item.id for item in plan.items]
    assert len(ids) == len(set(ids))
    for item in plan.items:
        assert 0 <= item.span.start <= item.span.end <= len(text)
        for clause in item.clauses:
            assert item.span.holds(clause.span)
            for mention in clause.mentions:
                assert clause.span.holds(mention.span)
                assert mention.span.of(text) == mention.text != ""
                assert mention.name
        for target in item.targets:
            assert item.span.holds(target.span)
    edges = [(each.item_id, each.unit_id) for each in plan.assignments]
    assert len(edges) == len(set(edges))
    assert {unit_id for _, unit_id in edges} == {unit.id for unit in plan.units}
    for each in (*plan.assignments, *plan.repeats):
        assert each.span.of(text) == each.mention
        assert each.item_id in ids
    for finding in plan.findings:
        assert finding.span is None or Span(0, len(text)).holds(finding.span)


@settings(max_examples=150, deadline=None)
@given(notice_texts)
def test_texts_like_notices_are_read_within_the_laws(text: str):
    """No text made of a notice's parts breaks a law or raises."""
    check_plan(plan_of(text))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_within_the_laws(text: str):
    """Nor does any other text."""
    check_plan(plan_of(text))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused(data: bytes):
    """Bytes become a text whose blocks tile it, or an error that says where."""
    try:
        document = extract_text(data, "notice.txt")
    except SourceError as error:
        assert error.where
        return
    assert [block.span.of(document.text) for block in document.blocks] == [
        line for line in document.text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line
    ]


@settings(max_examples=60, deadline=None)
@given(notice_texts)
def test_every_finding_can_be_spoken(text: str):
    """Each code has its sentence and its next step in both languages, with the parameters it carries."""
    wordings = [load_wording(language) for language in LANGUAGES]
    for finding in plan_of(text).findings:
        for wording in wordings:
            assert wording(f"finding.{finding.code}.text", **finding.params)
            assert wording(f"finding.{finding.code}.fix")


@settings(max_examples=60, deadline=None)
@given(notice_texts)
def test_reading_does_not_depend_on_width(text: str):
    """A text in full-width marks names the same units in the same roles as in half-width ones."""
    narrow = text.translate(str.maketrans("（），；：", "(),;:"))
    wide = text.translate(str.maketrans("(),;:", "（），；："))
    roles = [[(each.item_id, each.span, each.role) for each in plan_of(one).assignments] for one in (narrow, wide)]
    assert roles[0] == roles[1]


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="()[]、,;。ab", max_size=40))
def test_brackets_pair_and_pieces_tile(text: str):
    """Every bracket is matched or told; pieces are in order and hold all that is no separator at depth 0."""
    brackets = pair_brackets(text, 0, len(text))
    told = {*brackets.closing, *brackets.closing.values(), *brackets.unclosed, *brackets.stray}
    assert told == {at for at, char in enumerate(text) if char in "()[]"}
    assert all(opener < closer for opener, closer in brackets.closing.items())
    pieces = list(split_pieces(text, 0, len(text), brackets))
    assert all(before.end <= after.start for before, after in pairwise(pieces))
    kept = "".join(text[piece.start : piece.end] for piece in pieces)
    assert [char for char in kept if char in "ab"] == [char for char in text if char in "ab"]


def test_folding_keeps_the_length_and_repeats():
    """The lexicon's fold maps one character to one, and what is folded stays."""
    lexicon = load_lexicon()
    text = "（責任單位：市發展改革委∶［１．］　\xa0)"
    assert len(lexicon.fold(text)) == len(text)
    assert lexicon.fold(lexicon.fold(text)) == lexicon.fold(text) == "(责任单位:市发展改革委:[1.]  )"


def test_every_item_has_at_most_one_lead_by_convention_in_a_clause():
    """First listed is one unit, whatever stands around it."""
    plan = plan_of("一、任\n1.甲。做。（责任单位：市科技局、市财政局；市教育局、市民政局）")
    assert [each.name for each in plan.assignments if each.role is Role.LEAD] == ["市科技局"]


def test_lines_tile_the_text():
    """Blocks are in order and do not overlap."""
    blocks = split_lines("甲\n\n乙\r\n丙")
    assert [block.span for block in blocks] == [Span(0, 1), Span(3, 4), Span(6, 7)]
