"""Fonts: read right, and refused in words when they lack a character."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path

import pytest

from builders import plan_from
from responsibility.errors import FontError
from responsibility.render.diagram import render_diagram
from responsibility.render.fonts import load_font
from responsibility.settings import parse_settings
from responsibility.views.pictures.network import draw_network
from workbooks import scene_of


def oracle(path):
    from fontTools.ttLib import TTFont

    return TTFont(BytesIO(Path(path).read_bytes()))


def test_characters_and_widths_agree_with_fonttools():
    """What is measured is what fontTools, another reader, finds in the shipped font."""
    font = load_font()
    other = oracle(font.path)
    characters = other.getBestCmap()
    order = other.getReverseGlyphMap()
    assert all(font.face.get_char_index(code) == order[name] for code, name in characters.items())
    for sign in "市簰1(a,●":
        assert font.measure(sign) == other["hmtx"][characters[ord(sign)]][0] / other["head"].unitsPerEm


def test_a_truetype_font_is_read_too():
    """DejaVu, which comes with matplotlib, has no Chinese."""
    import matplotlib

    path = Path(matplotlib.__file__).parent / "mpl-data/fonts/ttf/DejaVuSans.ttf"
    font = load_font(str(path))
    assert font.missing("a市") == "市"


@pytest.mark.parametrize("sign", ["\U00020000", "\ue000"], ids=["rare", "private"])
def test_a_label_with_an_unknown_character_is_refused(sign):
    """The error names the character, the label and what to do."""
    plan = plan_from({"1.1": ["a", f"b{sign}"]})
    picture = draw_network(scene_of(plan))
    with pytest.raises(FontError) as caught:
        render_diagram(picture, parse_settings({}))
    assert f"U+{ord(sign):04X}" in str(caught.value)
    assert f"市b{sign}局" in caught.value.where
    assert "font_file" in caught.value.fix


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 no font", b"OTTO\0\x09" + b"\0" * 30])
def test_a_file_that_is_no_font_is_refused(tmp_path, content):
    """Absent, empty, or something else: FontError, never a traceback."""
    path = tmp_path / "font.ttf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FontError):
        load_font(str(path))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only a forked process could share the open file")
def test_a_forked_process_does_not_share_the_open_font():
    """Two processes that measured before they parted still draw every character right."""
    font = load_font()
    assert font.measure("河") == 1.0
    before = font.face
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
        assert pool.submit(_shares, id(before)).result() is False


def _shares(face_id):
    return id(load_font().face) == face_id
