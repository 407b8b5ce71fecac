"""Worlds: run the program on a notice and keep what it wrote; the only module here that knows its code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from oracle.facts import Facts, gather
from oracle.plans import HEAD, Made
from responsibility.analysis import speak
from responsibility.analysis.course.replies import Answer
from responsibility.language.wording import load_wording
from responsibility.render.diagram import render_diagram
from responsibility.system.inputs import SourceFile, read_matrix
from responsibility.views.contract import build_reading, list_findings
from responsibility.views.pictures.catalogue import build_pictures
from responsibility.views.pictures.ego import draw_egos
from responsibility.workflows.comparing import compare_scenes, report_changes
from responsibility.workflows.portfolio import build_portfolio, join_scene
from responsibility.workflows.project import furnish, make_scene, read_notice
from responsibility.workflows.reports import Output, build_reports, measured

SAID = ("", "done", "behind")  # statuses, beside shares
PICTURES = "pictures"  # every diagram and what stands around each unit, as SVG
PRINTS = "prints"  # every diagram, as PDF
ROOT = Path(__file__).parent.parent.parent
DEFAULTS = (ROOT / "matrix" / "settings.toml").read_text("utf-8")
# Without what the shipped settings say of one place only.
PLAIN = DEFAULTS.replace('name = "咸宁市"', 'name = ""').replace("\ntext = 0.5\n", "\ntext = 0.6\n")


@dataclass(frozen=True)
class Series:
    """Several plans by id. readings: the JSON of `read`; findings: how many in all; portfolio, changes: files.

    answers: what units said of the old plan last, by item and unit: status, share and words.
    """

    readings: dict[str, dict]
    facts: dict[str, Facts]
    findings: int
    portfolio: dict[str, bytes]
    changes: dict[str, bytes]
    answers: dict[tuple[str, str], tuple[str, float | None, str]]


@dataclass(frozen=True)
class World:
    """facts: what is true; findings: as `check --format json` prints them; leader, methods: sentences.

    decisions: what and why; files: bytes by path; reading: the JSON of `read`; source: all that went in; twins: the
    files as told in English, and as of a plan of problems.
    """

    facts: Facts
    findings: list[dict]
    leader: tuple[str, ...]
    methods: tuple[str, ...]
    decisions: tuple[tuple[str, str], ...]
    files: dict[str, bytes]
    notice: str | bytes
    reading: dict
    source: str
    twins: dict[str, list[Output]]


def make_world(folder: Path, made: Made, only: tuple[str, ...] = ("data",), twins: tuple[str, ...] = ()) -> World:
    """Read a notice with its own matrix folder and make some reports. twins: "en" and "problems" as wanted."""
    folder.mkdir(exist_ok=True)
    (folder / "units.csv").write_text(made.units or HEAD, "utf-8")
    (folder / "settings.toml").write_text(made.settings, "utf-8")
    house = furnish(read_matrix(folder, plans=False))
    return _stage(house, made, only, twins)


def reference_world(only: tuple[str, ...], twins: tuple[str, ...] = ()) -> World:
    """Read the plan that comes with the project, as it stands."""
    matrix = ROOT / "matrix"
    notice = (matrix / "plans" / "xianning-green-2023" / "notice.txt").read_text("utf-8")
    made = Made(notice, (matrix / "units.csv").read_text("utf-8"), DEFAULTS)
    return _stage(furnish(read_matrix(matrix, plans=False)), made, only, twins)


def _stage(house: object, made: Made, only: tuple[str, ...], twins: tuple[str, ...]) -> World:
    """A plan of problems is told as one of tasks, whose words the oracle knows, and beside it in its own."""
    is_table = isinstance(made.notice, bytes)
    file = SourceFile("notice.xlsx", made.notice) if is_table else SourceFile("notice.txt", made.notice.encode())
    plan = read_notice(file, house, "some-plan")
    reading = json.loads(json.dumps(build_reading(plan, house.wording), default=date.isoformat))
    scene = replace(make_scene(plan, house), say=house.wording)
    words = {"en": load_wording("en"), "problems": house.wording.of_problems()}
    return World(
        gather(reading, made.units, made.settings, PLAIN),
        list_findings(scene.findings, plan, house.wording),
        speak(scene.analysis.leader, house.wording),
        speak(scene.analysis.methods, house.wording),
        tuple(scene.show_matters()),
        {each.path: each.data for each in _make(scene, only)},
        made.notice,
        reading,
        "\0".join((plan.notice.document.text if is_table else made.notice, made.units, made.settings)),
        {each: list(_make(replace(scene, say=words[each]), only)) for each in twins},
    )


def _make(scene: object, only: tuple[str, ...]) -> Iterator[Output]:
    reports = tuple(each for each in only if each not in (PICTURES, PRINTS))
    yield from (each for each in build_reports(scene, {}, reports) if isinstance(each, Output))
    if PICTURES in only:
        yield from _draw(scene, "svg")
    if PRINTS in only:
        yield from _draw(scene, "pdf")


def _draw(scene: object, form: str) -> Iterator[Output]:
    drawn = measured(scene)
    for each in (*build_pictures(drawn), *(draw_egos(drawn) if form == "svg" else ())):
        yield Output(f"{each.name}.{form}", render_diagram(each, scene.settings, (form,))[form])


def series_world(folder: Path, made: dict[str, Made], old: str, new: str) -> Series:
    """Read several notices with the matrix folder of the first, sum them up and compare two of them."""
    first = next(iter(made.values()))
    folder.mkdir(exist_ok=True)
    (folder / "units.csv").write_text(first.units, "utf-8")
    (folder / "settings.toml").write_text(first.settings, "utf-8")
    house = furnish(read_matrix(folder, plans=False))
    plans = {
        name: read_notice(SourceFile("notice.txt", each.notice.encode()), house, name) for name, each in made.items()
    }
    readings = {
        name: json.loads(json.dumps(build_reading(plan, house.wording), default=date.isoformat))
        for name, plan in plans.items()
    }
    scenes = {name: make_scene(plan, house) for name, plan in plans.items()}
    changes = compare_scenes(scenes[old], scenes[new], house)
    facts = {name: gather(each, first.units, first.settings, PLAIN) for name, each in readings.items()}
    # Of three parts in a task two are told of, some with a share alone.
    answers = {
        key: (SAID[place % len(SAID)], (None, 39.5, 100.0)[place % 3], f"第{place}次调度。" if place % 2 else "")
        for place, key in enumerate(facts[old].edges) if place % 3
    }  # fmt: skip
    typed = [Answer(*key, status, share, words) for key, (status, share, words) in answers.items()]
    return Series(
        readings,
        facts,
        sum(len(scene.findings) for scene in scenes.values()),
        {each.path: each.data for each in build_portfolio([join_scene(each) for each in scenes.values()], {})},
        {each.path: each.data for each in report_changes(scenes[old], scenes[new], changes, typed)},
        answers,
    )
