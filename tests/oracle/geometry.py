"""Geometry: what the lines of a picture say, read from its SVG: whom they join, how thick, and where a curve goes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import unescape
from typing import NamedTuple

from oracle import concentration
from oracle.facts import Facts
from oracle.tally import Tally

STRONG = "#004E7C"
WIDTHS = {1.9: "lead", 0.55: "co-lead", 0.7: "support"}  # points of a line by role
CURVES = {"leads": 2.0, "load": 1.4, "items": 0.8}
SIDE = 220.0  # of the square of the Lorenz curves
NEAR = 0.11 / SIDE  # places have one decimal
Point = tuple[float, float]


class Line(NamedTuple):
    start: Point
    end: Point
    colour: str
    width: float
    is_curve: bool


class Name(NamedTuple):
    """A run of letters. middle: how far down it stands."""

    text: str
    x: float
    middle: float
    size: float


def read_lines(svg: str) -> Iterator[Line]:
    """Every open line, in the order drawn."""
    found = r'<path d="(M[^"]*)"[^>]* fill="none" stroke="(#\w+)" stroke-width="([\d.]+)"'
    for path, colour, width in re.findall(found, svg):
        numbers = [float(each) for each in re.findall(r"-?[\d.]+", path)]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        yield Line(points[0], points[-1], colour, float(width), "C" in path)


def read_names(svg: str) -> Iterator[Name]:
    """Every run of letters with its place."""
    found = r'<!--(.*?)-->\s*<g transform="translate\(([-\d.]+) ([-\d.]+)\) scale\(([\d.]+)'
    for text, x, y, scale in re.findall(found, svg, re.S):
        size = round(1000 * float(scale), 2)
        yield Name(unescape(text.strip()), float(x), float(y) - 0.38 * size, size)


def join_names(names: Iterable[Name], known: Iterable[str]) -> Iterator[tuple[str, float, list[Name]]]:
    """Each known name, written over one line or several below each other, with its middle and what follows it."""
    wanted = {re.sub(r"\s", "", name): name for name in known}
    line, own = "", []
    found: list[tuple[str, float, list[Name]]] = []
    for name in names:
        text = re.sub(r"\s", "", name.text)
        line, own = (line + text, [*own, name]) if own and own[-1].size == name.size else (text, [name])
        if line in wanted:
            found.append((wanted[line], sum(each.middle for each in own) / len(own), []))
            line, own = "", []
        elif found:
            found[-1][2].append(name)
    yield from found


def _nearest(height: float, places: dict[float, str]) -> str:
    place = min(places, key=lambda each: abs(each - height))
    return places[place] if abs(place - height) < 4 else f"nobody at {height}"


def check_overlap(facts: Facts, svg: bytes, rows: list[dict], tally: Tally) -> None:
    """An arc for each pair drawn and no other, as thick as the items that both have, dark where it is supported."""
    text = svg.decode()
    kept = [row for row in rows if row["shared"] >= facts.settings["diagram"]["min_shared"] or row["supported"]]
    places = {middle: unit for unit, middle, _ in join_names(read_names(text), map(facts.short, facts.units))}
    arcs = [line for line in read_lines(text) if line.is_curve]
    printed = {
        tuple(sorted(_nearest(y, places) for y in (arc.start[1], arc.end[1]))): (arc.colour == STRONG, arc.width)
        for arc in arcs
    }
    counts = sorted({len(_both(facts, row)) for row in kept}) or [0]
    span = max(counts[-1] - counts[0], 4)
    true = {
        tuple(sorted((facts.short(row["unit_a"]), facts.short(row["unit_b"])))): (
            row["supported"], float(f"{0.7 + 4.3 * (len(_both(facts, row)) - counts[0]) / span:.1f}"),
        )
        for row in kept
    }  # fmt: skip
    tally.same("arcs, each once", len(true), len(arcs))
    tally.all_same("arcs", true, printed)


def _both(facts: Facts, row: dict) -> set[str]:
    return facts.items_of[row["unit_a"]] & facts.items_of[row["unit_b"]]


def check_network(facts: Facts, svg: bytes, tally: Tally) -> None:
    """A line for each responsibility and no other, as thick as its role."""
    text = svg.decode()
    names, lines = list(read_names(text)), [line for line in read_lines(text) if line.is_curve]
    if not lines:
        tally.same("lines", len(facts.edges), 0)
        return
    middle = (lines[0].start[0] + lines[0].end[0]) / 2
    parted = {item.id: " " * item.number[-1:].isdigit() for item in facts.items}  # a bare number of a table
    titles = {it.id: f"{it.number}{parted[it.id]}{it.title}" for it in facts.items if it.id in facts.assigned}
    left = [name for name in names if name.x < middle and name.size == 9]
    items = {at: title for title, at, _ in join_names(left, titles.values())}
    right = (name for name in names if name.x > middle)
    units = {at: unit for unit, at, _ in join_names(right, map(facts.short, facts.units))}
    printed = Counter(
        (_nearest(line.start[1], items), _nearest(line.end[1], units), WIDTHS[line.width]) for line in lines
    )
    true = Counter((titles[item], facts.short(unit), role) for (item, unit), (role, _) in facts.edges.items())
    tally.all_same("lines of the network", true, printed)


def check_curves(facts: Facts, svg: bytes, tally: Tally) -> None:
    """Each point of the three curves stands where its shares say."""
    lines = list(read_lines(svg.decode()))
    (left, bottom), (right, _) = next((line.start, line.end) for line in lines if abs(_long(line) - SIDE * 2**0.5) < 1)
    for measure, width in CURVES.items():
        own = [line for line in lines if line.width == width and left <= line.start[0] and line.end[1] <= bottom]
        points = [own[0].start, *(line.end for line in own)] if own else []
        true = concentration.lorenz(facts, measure)
        tally.same(("points", measure), len(true), len(points))
        for place, (own_point, (x, y)) in enumerate(zip(true, points, strict=False)):
            shown = (x - left) / (right - left), (bottom - y) / SIDE
            for axis in (0, 1):
                tally.same(("point", measure, place, axis), True, abs(own_point[axis] - shown[axis]) < NEAR)


def _long(line: Line) -> float:
    return ((line.start[0] - line.end[0]) ** 2 + (line.start[1] - line.end[1]) ** 2) ** 0.5


def check_circle(facts: Facts, unit: str, svg: bytes, tally: Tally) -> None:
    """One unit: its items by role, whom it works with, on how many items, and lines as thick."""
    text, drawn = svg.decode(), facts.settings["diagram"]
    names, lines = list(read_names(text)), [line for line in read_lines(text) if line.is_curve]
    shared = {other: len(facts.items_of[unit] & facts.items_of[other]) for other in facts.units if other != unit}
    partners = sorted((other for other in shared if shared[other]), key=lambda other: -shared[other])
    shown = partners[: drawn["ego_partners"]]
    (centre, _), *_ = Counter(x for line in lines for x in (line.start[0], line.end[0])).most_common(1)
    found = join_names((name for name in names if name.x > centre), map(facts.short, facts.units))
    said = {name: after[0].text for name, _, after in found if after}
    counts = {facts.short(other): str(shared[other]) for other in shown}
    tally.all_same(("partners", unit), counts, {name: said.get(name) for name in counts})
    roles = Counter(facts.role(item, unit) for item in facts.items_of[unit])
    strongest = [role for role in WIDTHS.values() for _ in range(roles[role])][: drawn["ego_items"]]
    widths = {role: width for width, role in WIDTHS.items()}
    true = Counter(widths[role] for role in strongest)
    true += Counter(round(min(0.4 + 0.3 * shared[other], 4.0), 6) for other in shown)
    tally.same(("lines", unit), true, Counter(line.width for line in lines))
    more = {"项任务": len(facts.items_of[unit]) - len(strongest), "个单位": len(partners) - len(shown)}
    for what, count in more.items():
        words = f"另有{count}{what}"
        tally.told.add(words)
        tally.same(("more", unit, what), bool(count), any(name.text == words for name in names))
    leads = f"（牵头{roles['lead']}项）" if roles["lead"] else ""
    title = f"{facts.short(unit)}：{len(facts.items_of[unit])}项任务{leads}，{len(partners)}个共事单位"
    top = sorted((name for name in names if name.size == 13), key=lambda name: name.middle)
    tally.told.update((title, *(name.text for name in top)))
    tally.same(("title", unit), title, "".join(name.text for name in top))
