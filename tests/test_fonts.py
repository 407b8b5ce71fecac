"""Fonts: a chain of files, read right; what none of them has is drawn as a square and told."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import plan_from
from responsibility.errors import FontError
from responsibility.model import Plan
from responsibility.render.diagram import render_diagram
from responsibility.render.fonts import TOFU, load_font, open_face, tell_missing
from responsibility.settings import Settings, parse_settings
from responsibility.views.pictures.catalogue import build_pictures
from responsibility.views.pictures.network import draw_network
from workbooks import scene_of


def oracle(path):
    from fontTools.ttLib import TTFont

    return TTFont(BytesIO(Path(path).read_bytes()), fontNumber=0)


def test_characters_and_widths_agree_with_fonttools():
    """What is measured is what fontTools, another reader, finds in the shipped font."""
    font = load_font()
    other = oracle(font.paths[0])
    characters = other.getBestCmap()
    order = other.getReverseGlyphMap()
    face = open_face(font.paths[0])
    assert all(face.get_char_index(code) == order[name] for code, name in characters.items())
    for sign in "市簰1(a,●":
        assert font.measure(sign) == other["hmtx"][characters[ord(sign)]][0] / other["head"].unitsPerEm


def test_each_character_comes_from_the_first_file_that_has_it():
    """The main face, then signs, then rare characters; what none has is a square of the main face."""
    font = load_font()
    main, signs, rare = font.paths
    text = "市✔𠮷⁸\U0003ffff局"
    assert [each.sign for each in font.spell(text)] == [*"市✔𠮷⁸", TOFU, "局"]
    assert [font.files[each.sign] for each in font.spell(text)] == [main, signs, rare, signs, main, main]


@pytest.mark.parametrize("sign", "市✔𠮷g□")
def test_an_outline_is_what_fonttools_draws(sign):
    """Each line of each file, in thousandths of an em, within rounding: its bounds and the ends of its steps."""
    from fontTools.pens.recordingPen import DecomposingRecordingPen

    font = load_font()
    (outline,) = font.spell(sign)
    other = oracle(font.files[sign])
    glyphs = other.getGlyphSet()
    pen = DecomposingRecordingPen(glyphs)
    glyphs[other.getBestCmap()[ord(sign)]].draw(pen)
    scale = 1000 / other["head"].unitsPerEm
    begun = [tuple(round(part * scale) for part in points[0]) for name, points in pen.value if name == "moveTo"]
    steps = [step for step, _ in outline.steps()]
    assert [tuple(places[0]) for step, places in outline.steps() if step == "M"] == begun
    assert steps.count("Z") == len(begun)


def test_fonts_of_the_office_come_first():
    """Several may be named; one name may stand alone, as before."""
    shipped = load_font().paths
    assert load_font((shipped[1],)).paths[0] == shipped[1]
    for given_, kept in (("", ()), ("a.otf", ("a.otf",)), (["a.otf", "b.ttf"], ("a.otf", "b.ttf"))):
        assert parse_settings({"output": {"font_file": given_}}).output.font_file == kept


def spoiled_plan(words: str) -> Plan:
    """A plan whose second title and first unit's name hold these words."""
    plan = plan_from({"1.1": ["a", "b"], "1.2": ["b"]})
    first, second = plan.items
    items = (first, replace(second, title=f"修{words}桥"))
    units = (replace(plan.units[0], short=f"市{words}局"), *plan.units[1:])
    return replace(plan, notice=replace(plan.notice, items=items), units=units)


def test_what_no_font_has_is_told_with_code_and_place():
    """One finding a character: how often, where first; the files are named by what the office can set."""
    told = tell_missing(spoiled_plan("\U0003fff0✔"))
    assert [(each.code, each.params["sign"], each.params["count"], each.item_id) for each in told] == [
        ("GLYPH_MISSING", "U+3FFF0", 2, "1.2")
    ]


@pytest.mark.parametrize(
    "sign", ["\U0003fff0", "\ufffd", "①\ufe0f", "\U000e0101", "✔", "𠮷", "\ufffe", "\x1b"], ids=ascii
)
def test_no_character_stops_a_picture(sign):
    """Rare, missing, unseen or no character at all: SVG, PNG and PDF are drawn."""
    scene = replace(scene_of(spoiled_plan(sign)), measure=load_font().measure)
    made = render_diagram(draw_network(scene), Settings(), ("svg", "png", "pdf"), 50)
    assert [data[:4] for data in made.values()] == [b"<?xm", b"\x89PNG", b"%PDF"]


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(st.text(st.characters(), max_size=12))
def test_every_square_in_a_picture_is_told(words):
    """Whatever a title or name holds, a label has no character that is neither drawn nor named by a finding."""
    plan = spoiled_plan(words)
    told = {str(each.params["character"]) for each in tell_missing(plan)}
    font = load_font()
    pictures = build_pictures(replace(scene_of(plan), measure=font.measure))
    drawn = {sign for picture in pictures for label in picture.labels for sign in label.text}
    assert {sign for sign in drawn if not font.has(sign)} <= told


def test_a_plain_plan_is_told_without_opening_a_font():
    """The characters that need no look at a font are all in the main face."""
    from responsibility.render.fonts import _PLAIN

    main = open_face(load_font().paths[0])
    plain = [code for code in range(0x21, 0x10000) if _PLAIN.fullmatch(chr(code)) and not chr(code).isspace()]
    assert len(plain) > 20_000
    assert all(main.get_char_index(code) for code in plain)


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 no font", b"OTTO\0\x09" + b"\0" * 30])
def test_a_file_that_is_no_font_is_refused(tmp_path, content):
    """Absent, empty, or something else: FontError, never a traceback."""
    path = tmp_path / "font.ttf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FontError) as caught:
        load_font((str(path),))
    assert "font_file" in str(caught.value)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only a forked process could share the open file")
def test_a_forked_process_does_not_share_the_open_font():
    """Two processes that measured before they parted still draw every character right."""
    font = load_font()
    assert font.measure("河") == 1.0
    before = open_face(font.paths[0])
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
        assert pool.submit(_shares, id(before)).result() is False


def _shares(face_id):
    return id(open_face(load_font().paths[0])) == face_id
