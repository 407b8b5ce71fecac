"""Pictures: the words of each SVG, read from the remark before their letters, its lines, and how long its bars are."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape

from oracle import geometry, loads
from oracle.facts import Facts
from oracle.tables import group_map
from oracle.tally import Tally, show
from oracle.templates import TEMPLATES

REACH, THICK = 300.0, 11.0  # points of the longest bar, and of every bar's height
Tables = dict[str, list[dict]]
_BAR = re.compile(r'<rect x="[\d.]+" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" [^>]* fill="(#\w+)" stroke')


def read_words(svg: bytes) -> list[str]:
    """Every run of letters, in the order in which they are drawn."""
    return [unescape(words.strip()) for words in re.findall(r"<!--(.*?)-->", svg.decode(), re.S)]


def fill(key: str, **values: object) -> str:
    """A sentence of the wording files with its values."""
    sentence = TEMPLATES[f"diagram.{key}"]
    return re.sub(r"\{(\w+)\}", lambda found: str(values[found[1]]), sentence)


def check_pictures(facts: Facts, files: dict[str, bytes], tables: Tables, tally: Tally) -> None:
    """Check every picture by its name; one that is not known here fails."""
    for path in sorted(files):
        name, is_picture = path.removesuffix(".svg"), path.endswith(".svg")
        if is_picture and name.startswith("ego-"):
            geometry.check_circle(facts, name.removeprefix("ego-"), files[path], tally)
        elif is_picture:
            words = read_words(files[path])
            _check_words(name, CHECKS[name](facts, tables), words, facts, tally)
    _check_bars(facts, files["workload.svg"], tally)
    _check_totals(facts, read_words(files["matrix.svg"]), tally)
    geometry.check_overlap(facts, files["overlap.svg"], tables["overlap"], tally)
    geometry.check_network(facts, files["network.svg"], tally)
    geometry.check_curves(facts, files["lorenz.svg"], tally)


def _check_words(name: str, true: Counter[str], words: list[str], facts: Facts, tally: Tally) -> None:
    """Each sentence that is true is there as often as it should be, and none with a number that nobody expects.

    A long one goes over several lines, which stand one after the other.
    """
    text = "".join(words)
    for part in {item.title for item in facts.items} | {part for item in facts.items for part in item.section}:
        text = text.replace(part, "|")
    for sentence in sorted(true, key=len, reverse=True):
        tally.told.add(sentence)
        tally.same((name, sentence), true[sentence], text.count(sentence))
        text = text.replace(sentence, "|")
    tally.same((name, "a number that nobody expects"), [], re.findall(r"\d+[项对个组次行条]", text))


def _order(facts: Facts) -> Counter[str]:
    """What is said of leads by order."""
    by_order = sum(map(facts.by_order, facts.units))
    return Counter([fill("first_listed", count=by_order)] * bool(by_order))


def _basis(facts: Facts) -> Counter[str]:
    """The same, and of items without units where items are drawn."""
    silent = len(facts.items) - len(facts.assigned)
    return _order(facts) + Counter([fill("unassigned", count=silent)] * bool(silent))


def _network(facts: Facts, tables: Tables) -> Counter[str]:
    del tables
    return _basis(facts) + Counter(
        fill("network.counts_lead", items=len(facts.items_of[unit]), leads=facts.leads(unit))
        if facts.leads(unit)
        else fill("network.counts", items=len(facts.items_of[unit]))
        for unit in facts.units
    )


def _overlap(facts: Facts, tables: Tables) -> Counter[str]:
    least, rows = facts.settings["diagram"]["min_shared"], tables["overlap"]
    kept = [row for row in rows if row["shared"] >= least or row["supported"]]
    if not kept:
        return Counter([fill("overlap.none", least=least)])
    units = {row[side] for row in kept for side in ("unit_a", "unit_b")}
    counts = sorted({int(row["shared"]) for row in kept})
    firm = [row for row in kept if row["supported"]]
    absent, left = len(facts.units) - len(units), len(rows) - len(kept)
    said = [fill("overlap.count", items=len(facts.items_of[unit])) for unit in units]
    said += [
        fill(f"overlap.{key}", count=count)
        for key, count in zip(("thin", "thick"), (counts[0], *counts[1:][-1:]), strict=False)
    ]
    said += [fill("overlap.strong", count=len(firm))] * bool(firm)
    said += [fill("overlap.pair", a=facts.short(row["unit_a"]), b=facts.short(row["unit_b"]), count=int(row["shared"]))
             for row in firm[:8]]  # fmt: skip
    said += [fill("overlap.drawn", least=least, drawn=len(kept), left_out=left)] * bool(left)
    said += [fill("overlap.absent", count=absent)] * bool(absent)
    return Counter(said)


def _blocks(facts: Facts, tables: Tables) -> Counter[str]:
    said = _basis(facts)
    groups = group_map(tables["groups"])
    for group in set(groups.values()):
        members = [row for row in tables["groups"] if row["group"] == group]
        units = sum(row["kind"] == "unit" for row in members)
        mean = sum(row["firmness"] for row in members) / len(members)
        told = {"group": group, "units": units, "items": len(members) - units, "firmness": show(mean, ".0%")}
        said[fill("blocks.band", **told)] += 1
    return said


def _workload(facts: Facts, tables: Tables) -> Counter[str]:
    rows, roles = {row["unit_id"]: row for row in tables["workload"]}, {role for role, _ in facts.edges.values()}
    weights = facts.settings["weights"]
    said = Counter(
        fill("workload.total", items=int(row["items"]), load=f"{loads.load_of(facts, unit):g}")
        for unit, row in rows.items()
    )
    said += Counter(fill(f"workload.{role}", weight=f"{weights[role.replace('-', '_')]:g}") for role in roles)
    weighed = sum(loads.item_weight(facts, item.id) != 1 for item in facts.items)
    over = sum(row["overloaded"] for row in rows.values())
    said += Counter([fill("workload.weighed", count=weighed)] * bool(weighed))
    return said + Counter({fill("workload.over"): over} if over else {}) + _order(facts)


def _matrix(facts: Facts, tables: Tables) -> Counter[str]:
    del tables
    return _basis(facts)


CHECKS = {
    "network": _network, "overlap": _overlap, "matrix": _matrix, "blocks": _blocks, "workload": _workload,
    "lorenz": lambda *_: Counter(),
}  # fmt: skip


def _check_bars(facts: Facts, svg: bytes, tally: Tally) -> None:
    """Top down by items, then leads, each as long as its items; the dark part as long as its leads."""
    text, most = svg.decode(), max(len(facts.items_of[unit]) for unit in facts.units)
    rows: dict[float, float] = Counter()
    dark: dict[float, float] = Counter()
    for top, width, height, colour in _BAR.findall(text):
        if abs(float(height) - THICK) < 0.01:
            rows[float(top)] += float(width)
            dark[float(top)] += float(width) * (colour.lower() != "#ffffff")
    loaded = sorted(facts.units, key=lambda unit: (-len(facts.items_of[unit]), -facts.leads(unit)))
    tally.same("bars", len(loaded), len(rows))
    for unit, top in zip(loaded, sorted(rows), strict=False):
        for what, count, width in (("items", len(facts.items_of[unit]), rows), ("leads", facts.leads(unit), dark)):
            tally.same(("bar", unit, what), count, round(width[top] * most / REACH, 1))


def _check_totals(facts: Facts, words: list[str], tally: Tally) -> None:
    """Below the matrix the items and leads of every unit, then all of them."""
    for label, counts in (
        ("任务", [len(facts.items_of[unit]) for unit in facts.units]),
        ("牵头", [facts.leads(unit) for unit in facts.units]),
    ):
        at = next(at for at, word in enumerate(words) if word == label and words[at + 1].isdigit())
        shown = [int(word) for word in words[at + 1 : at + 2 + len(counts)]]
        tally.same(("matrix", label), sorted(counts), sorted(shown[:-1]))
        tally.same(("matrix", label, "all"), sum(counts), shown[-1])
