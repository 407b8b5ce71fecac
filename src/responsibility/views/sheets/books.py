"""Books: which sheets make which workbook of the office.

In: a Scene. Out: Books, ready for render/excel.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from responsibility.kinds import Role
from responsibility.views.scene import Scene
from responsibility.views.sheet import Book, Column, Sheet, State, row_of
from responsibility.views.sheets.advice import build_advice
from responsibility.views.sheets.appendix import build_appendix
from responsibility.views.sheets.details import build_details
from responsibility.views.sheets.duplicates import build_duplicates
from responsibility.views.sheets.items import build_items
from responsibility.views.sheets.lists import build_lists
from responsibility.views.sheets.matrix import build_blocks, build_matrix
from responsibility.views.sheets.overlap import build_overlap
from responsibility.views.sheets.overview import build_notes, build_overview
from responsibility.views.sheets.problems import build_findings
from responsibility.views.sheets.workload import build_workload


def build_matrix_book(scene: Scene) -> Book:
    """Build 责任矩阵.xlsx."""
    blocks = (build_blocks,) if scene.grouped else ()
    lists = build_lists(scene)
    builders = (
        partial(build_overview, lists=lists),
        build_matrix,
        *blocks,
        build_items,
        build_workload,
        build_overlap,
        build_advice,
        build_duplicates,
        build_findings,
        build_details,
        build_notes,
    )
    marks = build_options(scene, [scene.mark(role) for role in Role])
    sheets = [build(scene) for build in builders]
    after = 1 + builders.index(build_items)
    return make_book(scene, scene.say("sheet.matrix.title"), (*sheets[:after], *lists.values(), *sheets[after:], marks))


def build_appendix_book(scene: Scene, whole: bool = False) -> Book:
    """Build 责任分解表. whole: for Word, long rows in one piece."""
    return make_book(scene, scene.say("sheet.appendix.name"), (build_appendix(scene, whole),))


def make_book(scene: Scene, title: str, sheets: Sequence[Sheet], properties: dict[str, str] | None = None) -> Book:
    """Make a Book of sheets that says of which plan it is."""
    return Book(
        title=title,
        subject=scene.title,
        comments=scene.stamp,
        author=scene.plan.header.issuer or "",
        created=scene.created,
        sheets=tuple(sheets),
        properties=properties or {"plan_id": scene.plan.id},
        fonts=scene.settings.output.fonts,
    )


def build_options(scene: Scene, words: Sequence[str]) -> Sheet:
    """Build the hidden sheet that drop-downs take their words from."""
    rows = tuple(row_of(word) for word in words)
    return Sheet(scene.say("sheet.options.name"), (Column("word", 20, 20, "plain"),), rows, state=State.HIDDEN)
