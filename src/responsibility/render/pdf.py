"""PDF: a Picture as one page, written by hand: shapes in groups, letters as the outlines of a Font.

In: a Picture that fills its page, a Font. Out: bytes without date or program. Characters are drawn by Type 3 fonts of
our own, which hold only what the page shows, once each, and tell which character that is: words can be searched for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby, islice
from zlib import compress

from responsibility.render.fonts import EM, Font, Outline
from responsibility.render.palette import INKS, OUTLINE
from responsibility.spans import writable
from responsibility.views.pictures.picture import Box, Label, Mark, Picture, Point, Stroke, group

_MOST = 255  # characters of one font, which are numbered from 1
_ROUND = 0.5522848  # radii from the end of a quarter of a circle to its handle
_NAMED = 100  # characters that a block of a CMap may name
_CMAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Signs def /CMapType 2 def
1 begincodespacerange <00> <FF> endcodespacerange
{blocks}
endcmap CMapName currentdict /CMap defineresource pop end end"""
Codes = dict[Outline, tuple[int, int]]  # by which number in which font a character is called


def write_pdf(picture: Picture, font: Font) -> bytes:
    """Return a file of one page, of the picture's size."""
    words = [text for label in picture.labels for _, _, text in label.runs()]
    signs = list(dict.fromkeys(outline for text in words for outline in font.spell(text)))
    codes = {outline: (at // _MOST, at % _MOST + 1) for at, outline in enumerate(signs)}
    objects: list[bytes] = []
    fonts = [_add_font(objects, signs[at : at + _MOST]) for at in range(0, len(signs), _MOST)]
    content = _add(objects, _stream("\n".join(_draw(picture, font, codes))))
    page = len(objects) + 1
    named = " ".join(f"/F{number} {place} 0 R" for number, place in enumerate(fonts))
    box = f"/MediaBox [0 0 {picture.width:.6g} {picture.height:.6g}]"
    held = f"/Contents {content} 0 R /Resources << /Font << {named} >> >>"
    _add(objects, f"<< /Type /Page /Parent {page + 1} 0 R {box} {held} >>".encode())
    _add(objects, f"<< /Type /Pages /Kids [{page} 0 R] /Count 1 >>".encode())
    root = _add(objects, f"<< /Type /Catalog /Pages {page + 1} 0 R >>".encode())
    about = _add(objects, f"<< /Title <FEFF{_hexed(writable(picture.title))}> >>".encode())
    return _bind(objects, f"/Root {root} 0 R /Info {about} 0 R")


def _add(objects: list[bytes], body: bytes) -> int:
    objects.append(body)
    return len(objects)


def _stream(text: str, about: str = "") -> bytes:
    data = compress(text.encode(), 6)
    return b"<< /Length %d /Filter /FlateDecode%b >>\nstream\n%b\nendstream" % (len(data), about.encode(), data)


def _hexed(text: str) -> str:
    return text.encode("utf-16-be").hex().upper()


def _bind(objects: Sequence[bytes], trailer: str) -> bytes:
    """Join the objects to a file, which ends with where each begins."""
    parts, places, at = [b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"], [], 15
    for number, body in enumerate(objects, 1):
        places.append(at)
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        at += len(parts[-1])
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} {trailer} >>\nstartxref\n{at}\n%%EOF\n"
    return b"".join((*parts, end.encode()))


def _add_font(objects: list[bytes], signs: Sequence[Outline]) -> int:
    """Add a font of these characters, numbered from 1 in their order."""
    drawn = [_add(objects, _write_sign(each)) for each in signs]
    blocks = []
    numbered = enumerate((each.sign for each in signs), 1)
    while part := list(islice(numbered, _NAMED)):
        lines = "\n".join(f"<{code:02X}> <{_hexed(writable(sign))}>" for code, sign in part)
        blocks.append(f"{len(part)} beginbfchar\n{lines}\nendbfchar")
    said = _add(objects, _stream(_CMAP.format(blocks="\n".join(blocks))))
    names = [f"/u{ord(each.sign):X}" for each in signs]
    procs = " ".join(f"{name} {place} 0 R" for name, place in zip(names, drawn, strict=True))
    widths = " ".join(f"{each.width * EM:.6g}" for each in signs)
    scale = f"/FontBBox [0 0 0 0] /FontMatrix [{1 / EM:g} 0 0 {1 / EM:g} 0 0] /Resources << >>"
    coded = f"/Encoding << /Type /Encoding /Differences [1 {' '.join(names)}] >> /FirstChar 1 /LastChar {len(signs)}"
    kind = f"/Type /Font /Subtype /Type3 /ToUnicode {said} 0 R"
    return _add(objects, f"<< {kind} {scale} {coded} /Widths [{widths}] /CharProcs << {procs} >> >>".encode())


@cache
def _write_sign(outline: Outline) -> bytes:
    """Write what draws a character: its width, its bounds, its line; a curve of three places becomes one of four."""
    left, low = outline.places.min(axis=0) if len(outline.places) else (0, 0)
    right, high = outline.places.max(axis=0) if len(outline.places) else (0, 0)
    parts, here = [f"{outline.width * EM:.6g} 0 {left:.0f} {low:.0f} {right:.0f} {high:.0f} d1"], [0, 0]
    for step, places in outline.steps():
        ends = places
        if step == "Q":
            (a, b), end = places[0], places[1]
            ends = [[round((x + 2 * a) / 3), round((y + 2 * b) / 3)] for x, y in (here, end)] + [end]
        here = ends[-1] if ends else here
        parts += [f"{x} {y}" for x, y in ends] + [_STEPS[step]]
    return _stream(" ".join((*parts, "f")))


_STEPS = {"M": "m", "L": "l", "Q": "c", "C": "c", "Z": "h"}


def _draw(picture: Picture, font: Font, codes: Codes) -> Iterator[str]:
    yield f"1 j 1 0 0 -1 0 {picture.height:.6g} cm"
    for (style,), boxes in group(picture.boxes, "style"):
        yield from _fill(map(_trace_box, boxes), style)
    for (style, width), strokes in group(picture.strokes, "style", "width"):
        ink = INKS[style]
        dash = " ".join(f"{part * width:.4g}" for part in ink.dash)
        yield f"[{dash}] 0 d {width:.4g} w {_colour(ink.line)} RG"
        yield from map(_trace_stroke, strokes)
        yield "S"
    yield "[] 0 d"
    for (style,), marks in group(picture.marks, "style"):
        yield from _fill(map(_trace_mark, marks), style)
    yield "BT"
    # In the order of the picture, in which whoever copies the words finds them.
    for style, labels in groupby(picture.labels, lambda label: label.style):
        yield f"{_colour(INKS[style].fill)} rg"
        for label in labels:
            yield from _write_label(label, font, codes)
    yield "ET"


def _colour(ink: str) -> str:
    return " ".join(f"{part / 255:.3g}" for part in bytes.fromhex(ink[1:]))


def _fill(paths: Iterable[str], style: str) -> Iterator[str]:
    ink = INKS[style]
    if ink.fill:
        yield f"{_colour(ink.fill)} rg"
    if ink.line:
        yield f"{OUTLINE} w {_colour(ink.line)} RG"
    yield from paths
    yield "B" if ink.fill and ink.line else "f" if ink.fill else "S"


def _trace_box(box: Box) -> str:
    return f"{box.x:.6g} {box.y:.6g} {box.width:.6g} {box.height:.6g} re"


def _place(points: Iterable[Point]) -> str:
    return " ".join(f"{x:.6g} {y:.6g}" for x, y in points)


def _trace_stroke(stroke: Stroke) -> str:
    first, *others = stroke.points
    if len(others) == 3:
        return f"{_place([first])} m {_place(others)} c"
    return f"{_place([first])} m " + " ".join(f"{_place([point])} l" for point in others)


def _trace_mark(mark: Mark) -> str:
    if mark.shape not in ("disc", "ring"):
        first, *others = mark.corners()
        return f"{_place([first])} m " + " ".join(f"{_place([point])} l" for point in others) + " h"
    x, y, far = mark.x, mark.y, mark.radius
    near = far * _ROUND
    around = ((far, 0), (far, near), (near, far), (0, far), (-near, far), (-far, near), (-far, 0))
    above = ((-far, -near), (-near, -far), (0, -far), (near, -far), (far, -near), (far, 0))
    first, *others = [(x + right, y + down) for right, down in (*around, *above)]
    return f"{_place([first])} m " + " ".join(f"{_place(others[at : at + 3])} c" for at in range(0, 12, 3)) + " h"


def _write_label(label: Label, font: Font, codes: Codes) -> Iterator[str]:
    for x, baseline, text in label.runs():
        yield f"1 0 0 -1 {x:.6g} {baseline:.6g} Tm"
        for number, run in groupby((codes[outline] for outline in font.spell(text)), lambda code: code[0]):
            yield f"/F{number} {label.size:.6g} Tf <{bytes(code for _, code in run).hex()}> Tj"
