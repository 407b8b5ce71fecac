"""Diagrams: pictures as files that repeat, parse and lose no label."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree

import pytest

from builders import plan_from
from responsibility.render.diagram import render_diagram
from responsibility.render.fonts import load_font
from responsibility.settings import parse_settings
from responsibility.views.pictures.arcs import draw_overlap
from responsibility.views.pictures.heat import draw_matrix
from responsibility.views.pictures.network import draw_network
from responsibility.views.pictures.picture import Sketch, lay_on_paper
from workbooks import scene_of

SETTINGS = parse_settings({"diagram": {"dpi": 60, "min_shared": 1}})
PLAN = plan_from({"1.1": ["发改", "经信", "簰洲湾"], "1.2": ["经信", "发改"], "2.1": ["市政", "发改"]})


def make_pictures():
    measure = load_font().measure
    scene = replace(scene_of(PLAN), settings=SETTINGS, measure=measure)
    return [draw(scene) for draw in (draw_network, draw_overlap, draw_matrix)]


@pytest.mark.parametrize("picture", make_pictures(), ids=lambda picture: picture.name)
def test_the_svg_parses_and_holds_every_label(picture):
    """Text is drawn as outlines; each label stands before its outlines as a comment."""
    data = render_diagram(picture, SETTINGS, ("svg",))["svg"]
    parser = ElementTree.XMLParser(target=ElementTree.TreeBuilder(insert_comments=True))
    root = ElementTree.fromstring(data, parser)
    comments = [node.text.strip() for node in root.iter(ElementTree.Comment)]
    assert comments == [text for label in picture.labels for _, _, text in label.runs()]
    assert root.get("viewBox") == f"0 0 {picture.width} {picture.height}"


@pytest.mark.parametrize("picture", make_pictures(), ids=lambda picture: picture.name)
def test_the_pdf_holds_every_label_where_the_picture_has_it(picture):
    """One page that another program reads: each letter is found, at its place and of its size."""
    import pdfplumber

    laid = lay_on_paper(picture)
    with pdfplumber.open(BytesIO(render_diagram(picture, SETTINGS, ("pdf",))["pdf"])) as pdf:
        (page,) = pdf.pages
        found = [(each["text"], each["matrix"][4], page.height - each["matrix"][5]) for each in page.chars]
    runs = [run for label in laid.labels for run in label.runs()]
    assert "".join(text for text, _, _ in found) == "".join(text for _, _, text in runs)
    at = 0
    for x, baseline, text in runs:
        assert found[at][1:] == pytest.approx((x, baseline), abs=0.01)
        at += len(text)


def test_a_pdf_of_many_characters_has_a_font_for_each_255():
    """No character is another's, where one font has no room for all."""
    import pdfplumber

    signs = "".join(map(chr, range(0x4E00, 0x4E00 + 600)))
    sketch = Sketch(load_font().measure)
    for row in range(0, 600, 50):
        sketch.write(0, row, signs[row : row + 50], 9)
    data = render_diagram(sketch.fix("many", "many", "many", 500, 650), SETTINGS, ("pdf",))["pdf"]
    with pdfplumber.open(BytesIO(data)) as pdf:
        (page,) = pdf.pages
        assert "".join(each["text"] for each in page.chars) == signs
        assert len({each["fontname"] for each in page.chars}) <= 3


@pytest.mark.parametrize("picture", make_pictures(), ids=lambda picture: picture.name)
def test_no_label_is_drawn_outside_the_sheet_or_wider_than_measured(picture):
    """What another program would draw is no wider than our own measure says, and inside."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    for label in picture.labels:
        for x, baseline, text in label.runs():
            path = TextPath((x, 0), text, prop=FontProperties(fname=load_font().paths[0], size=label.size))
            box = path.get_extents()
            assert box.x0 >= 0
            assert box.x1 <= picture.width
            assert box.width <= load_font().measure(text) * label.size + 0.5
            assert baseline - box.y1 >= 0
            assert baseline - box.y0 <= picture.height


def test_the_png_has_the_size_and_paper_asked_for():
    """60 dots an inch, white corners, the lead's blue somewhere."""
    from PIL import Image

    picture = make_pictures()[0]
    image = Image.open(BytesIO(render_diagram(picture, SETTINGS, ("png",))["png"])).convert("RGB")
    assert image.width == pytest.approx(picture.width * 60 / 72, abs=1)
    assert image.getpixel((0, 0)) == (255, 255, 255)
    assert (0x00, 0x4E, 0x7C) in {colour for _, colour in image.getcolors(100_000)}


def test_a_huge_picture_gets_fewer_dots():
    """A PNG stays below its bound of pixels."""
    from dataclasses import replace

    from PIL import Image

    picture = replace(make_pictures()[1], width=9000, height=9000)
    image = Image.open(BytesIO(render_diagram(picture, SETTINGS, ("png",), dpi=600)["png"]))
    assert image.width * image.height <= 25_000_000


def test_files_hold_neither_date_nor_version():
    """Nothing in them changes from day to day or machine to machine."""
    import matplotlib

    files = render_diagram(make_pictures()[0], SETTINGS, ("svg", "png", "pdf"))
    for data in files.values():
        assert matplotlib.__version__.encode() not in data
        assert b"CreationDate" not in data
        assert b"dc:date" not in data


def test_an_unknown_format_is_refused():
    """The caller's mistake is a ValueError."""
    with pytest.raises(ValueError, match="gif"):
        render_diagram(make_pictures()[0], SETTINGS, ("gif",))


def test_the_users_matplotlib_settings_do_not_matter():
    """A matplotlibrc of the user changes no byte."""
    import matplotlib as mpl

    plain = render_diagram(make_pictures()[0], SETTINGS, ("png",))
    own = {"path.simplify_threshold": 1.0, "path.snap": False, "agg.path.chunksize": 101, "lines.antialiased": False}
    with mpl.rc_context({**own, "text.antialiased": False, "figure.facecolor": "black", "path.sketch": (9, 9, 9)}):
        assert render_diagram(make_pictures()[0], SETTINGS, ("png",)) == plain


@pytest.mark.slow
def test_another_hash_seed_gives_the_same_bytes():
    """Two processes with different string hashes draw the same files."""
    script = (
        "import hashlib; from test_diagram import *\n"
        "for p in make_pictures():\n"
        " for f, d in render_diagram(p, SETTINGS, ('svg', 'png', 'pdf')).items():\n"
        "  print(p.name, f, hashlib.sha256(d).hexdigest())"
    )
    path = os.pathsep.join(part for part in sys.path if part)
    printed = {
        subprocess.run(
            [sys.executable, "-c", script],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": path},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1
    assert printed.pop().count(b"\n") == 9
