"""Bulletin: 通报, a draft in the usual order, as a Book that render/word turns into a document.

Order: how things stand, lights, who reported, what is doubtful, what is asked; then the table of red and yellow lights.
Every number is one of the ledger's; the words are for the office to change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from responsibility.analysis.course.progress import Progress
from responsibility.views.scene import Scene
from responsibility.views.sheet import Area, Book, Cell, Column, Row, Sheet, row_of
from responsibility.views.sheets.listing import list_records, percent_words
from responsibility.views.sheets.progress import say_why, show_period

_COLUMNS = (("item", 12), ("text", 28), ("unit", 16), ("percent", 9.5), ("light", 9.5), ("why", 26))
_MARKED = ("red", "yellow", "blue")


def build_bulletin(scene: Scene, progress: Progress) -> Book:
    """Build 通报.docx as a book of one sheet."""
    say = scene.say
    period = show_period(scene, progress)
    title = say("progress.bulletin.title", plan=scene.title, period=period)
    above = [
        row_of(Cell(title, "annex-title")),
        *(row_of(Cell(words, style)) for words, style in _paragraphs(scene, progress, period)),
    ]
    heads = row_of(*(Cell(say(f"progress.column.{key}"), "annex-head") for key, _ in _COLUMNS))
    table = list(_table(scene, progress))
    below = [row_of(Cell(say("progress.bulletin.sign", day=scene.show_day(progress.as_of)), "bulletin-sign"))]
    sheet = Sheet(
        say("progress.bulletin.name"),
        tuple(Column(key, width, width) for key, width in _COLUMNS),
        (*above, heads, *table, *below),
        _merges(len(above) + 1, any(len(row.cells) and row.cells[0][1].style == "annex-cell" for row in table)),
        page=scene.page(
            say("progress.bulletin.name"), repeat_rows=(len(above), len(above)), landscape=False, form="gongwen"
        ),
    )
    return Book(
        title, scene.title, scene.plan.header.issuer or "", progress.as_of, (sheet,), fonts=scene.settings.output.fonts
    )


def _merges(last: int, has_rows: bool) -> tuple[Area, ...]:
    """Where nothing is marked, one line says so across the table."""
    return () if has_rows else (Area(last, 0, last, len(_COLUMNS) - 1),)


def _paragraphs(scene: Scene, progress: Progress, period: str) -> Iterator[tuple[str, str]]:
    say, lights = scene.say, progress.count_lights()
    reports = list_records(progress.reports)
    by_state = {
        state: [scene.short(str(row["unit_id"])) for row in reports if row["state"] == state]
        for state in ("missing", "partial", "late", "complete")
    }
    counts = {key.replace("-", "_"): count for key, count in lights.items()}
    yield (
        say("progress.bulletin.opening", plan=scene.title, period=period, day=scene.show_day(progress.as_of)),
        "bulletin",
    )
    for part, words in (
        ("course", say("progress.bulletin.course", total=len(progress.lights), **counts)),
        (
            "reports",
            say("progress.bulletin.reports", units=len(reports), answered=len(reports) - len(by_state["missing"])),
        ),
    ):
        yield say(f"progress.bulletin.head-{part}"), "bulletin-head"
        yield words, "bulletin"
    yield from (
        (say(f"progress.bulletin.{state}", units="、".join(units), count=len(units)), "bulletin")
        for state, units in by_state.items()
        if units and state != "complete"
    )
    yield say("progress.bulletin.head-problems"), "bulletin-head"
    yield (
        say(
            "progress.bulletin.problems",
            contradictions=progress.contradictions["item_id"].nunique(),
            doubts=len(progress.doubts),
        ),
        "bulletin",
    )
    yield say("progress.bulletin.head-next"), "bulletin-head"
    yield say("progress.bulletin.next"), "bulletin"


def _table(scene: Scene, progress: Progress) -> Iterator[Row]:
    rows: Sequence[dict[str, object]] = list_records(progress.lights)
    marked = [row for light in _MARKED for row in rows if row["light"] == light]
    for row in marked:
        item = scene.items[str(row["item_id"])]
        values = (
            item.id,
            item.title or item.body,
            scene.short(str(row["unit_id"])),
            percent_words(row["percent"]),
            scene.say(f"progress.light.{row['light']}"),
            say_why(scene, row),
        )
        yield row_of(*(Cell(value, "annex-cell") for value in values))
    if not marked:
        yield row_of(
            Cell(scene.say("progress.bulletin.no-lights"), "annex-center"),
            *[Cell("", "annex-cell")] * (len(_COLUMNS) - 1),
        )
