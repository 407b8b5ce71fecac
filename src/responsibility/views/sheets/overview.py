"""Overview: 总览, the plan on one page with ways to every sheet and task file; and 编制说明, how it was made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from responsibility.kinds import Role, Severity
from responsibility.paths import name_documents
from responsibility.views.measure import shorten_cell
from responsibility.views.scene import Scene
from responsibility.views.sheet import Area, Cell, Column, Row, Sheet, quoted, row_of
from responsibility.views.sheets.workload import say_leads

_COLUMNS = (Column("label", 22, 22), Column("value", 44, 44), Column("more", 46, 46))
_NOTHING: Mapping[str, Sheet] = MappingProxyType({})
_MOST_LINES = 12  # of one fact
_NOTES = ("reading", "units", "leads", "load", "overload", "overlap", "verdict", "marks", "findings", "limits")


def build_overview(scene: Scene, lists: Mapping[str, Sheet] = _NOTHING) -> Sheet:
    """Build 总览: header facts, counts, how leads were decided, findings, links. lists: further sheets, by key."""
    say = scene.say
    name = say("sheet.overview.name")
    rows = [
        row_of(Cell(scene.title, "title-left")),
        row_of(Cell(scene.stamp, "stamp")),
        row_of(),
        *_decisions(scene),
        *_block(scene, "plan", _plan_facts(scene)),
        *_block(scene, "counts", _counts(scene)),
        row_of(Cell(say("sheet.overview.sheets"), "section")),
        *_sheet_links(scene, lists),
        *_document_links(scene),
        row_of(),
    ]
    printed = len(rows)  # which file is whose is for the screen
    rows += [row_of(Cell(say("sheet.overview.tasks"), "section")), *_task_links(scene)]
    wide = [number for number, row in enumerate(rows) if [column for column, _ in row.cells] == [0, 1]]
    rows = [Row((*row.cells, (2, Cell("", "cell")))) if number in wide else row for number, row in enumerate(rows)]
    merges = tuple(Area(row, 1, row, 2) for row in wide)
    page = scene.page(name, landscape=False, rows=printed)
    return Sheet(name, _COLUMNS, tuple(rows), merges, frozen=(2, 0), page=page)


def _decisions(scene: Scene) -> Iterator[Row]:
    """List what is to be decided, each with its reason."""
    yield row_of(Cell(scene.say("matter.title"), "section"))
    shown = scene.show_matters()
    for place, (what, why) in enumerate(shown, 1):
        yield row_of(
            Cell(str(place), "cell-center"),
            Cell("\n".join(shorten_cell(words, 86, _MOST_LINES) for words in (what, why) if words), "cell"),
        )
    if not shown:
        yield row_of(Cell(scene.say("matter.none"), "plain"))
    yield row_of()


def _block(scene: Scene, key: str, facts: Iterator[tuple[str, Cell]]) -> Iterator[Row]:
    yield row_of(Cell(scene.say(f"sheet.overview.{key}"), "section"))
    for label, cell in facts:
        yield row_of(Cell(scene.say(f"sheet.fact.{label}"), "cell-strong"), cell)
    yield row_of()


def _plan_facts(scene: Scene) -> Iterator[tuple[str, Cell]]:
    header, document = scene.plan.header, scene.plan.notice.document
    unknown = scene.say("sheet.unknown")
    words = {
        "issuer": header.issuer,
        "document-number": header.document_number,
        "index-number": header.index_number,
        "issued": header.issued_on and scene.show_day(header.issued_on),
        "published": header.published_on and scene.show_day(header.published_on),
        "addressees": "、".join(header.addressees),
        "source": scene.say("sheet.overview.source", name=document.name, sha=document.sha256[:16]),
    }
    for label, value in words.items():
        yield label, Cell(shorten_cell(value or unknown, 86, _MOST_LINES), "cell")


def _counts(scene: Scene) -> Iterator[tuple[str, Cell]]:
    plan, say = scene.plan, scene.say
    roles = Counter(each.role for each in plan.assignments)
    mentions = sum(len(clause.mentions) for item in plan.items for clause in item.clauses)
    shown_roles = scene.join([say("sheet.overview.role", role=scene.role(role), count=roles[role]) for role in Role])
    overloaded = scene.analysis.workload
    heavy = [scene.short(str(unit_id)) for unit_id in overloaded[overloaded["overloaded"]]["unit_id"]]
    yield "items", Cell(say("sheet.overview.items", all=len(plan.items), assigned=len(scene.assigned)), "cell")
    yield "units", Cell(str(len(plan.units)), "cell")
    yield "mentions", Cell(str(mentions), "cell")
    yield "assignments", Cell(say("sheet.overview.assignments", count=len(plan.assignments), roles=shown_roles), "cell")
    yield "leads", Cell(say_leads(scene), "cell")
    yield "overloaded", Cell(shorten_cell(scene.join(heavy) or say("sheet.overview.none"), 86, _MOST_LINES), "cell")
    yield "findings", Cell(say_findings(scene), "cell-link", link=_to(say("sheet.findings.name")))


def say_findings(scene: Scene) -> str:
    """Count the findings by severity."""
    counts = Counter(each.severity for each in scene.findings)
    gone = len(scene.settled.dismissed)
    shown = scene.join(
        [
            scene.say("sheet.overview.severity", severity=scene.say(f"severity.{each.value}"), count=counts[each])
            for each in Severity
        ]
    )
    counted = scene.say("sheet.overview.findings", count=len(scene.findings), severities=shown)
    return counted + (scene.say("matter.beside", count=gone) if gone else "")


def _to(sheet: str) -> str:
    return f"internal:{quoted(sheet)}!A1"


def _sheet_links(scene: Scene, lists: Mapping[str, Sheet]) -> Iterator[Row]:
    def name(*keys: str) -> list[tuple[str, str]]:
        return [(scene.say(f"sheet.{key}.name"), f"sheet.{key}.about") for key in keys]

    listed = [(sheet.name, f"lists.about.{key}") for key, sheet in lists.items()]
    before = name("matrix", *(("blocks",) if scene.grouped else ()), "items")
    behind = name("workload", "overlap", "advice", "duplicates", "findings", "details", "notes")
    for sheet, about in (*before, *listed, *behind):
        yield row_of(Cell(sheet, "cell-link", link=_to(sheet)), Cell(scene.say(about), "cell"))


def _document_links(scene: Scene) -> Iterator[Row]:
    for key, path in name_documents(scene.say).items():
        if key != "matrix":  # this very book
            yield row_of(Cell(path, "cell-link", link=f"external:{path}"), Cell(scene.say(f"document.{key}"), "cell"))


def _task_links(scene: Scene) -> Iterator[Row]:
    yield row_of(
        *(Cell(scene.say(f"sheet.column.{key}"), "head") for key in ("unit", "full-name", "own-tasks")),
    )
    for unit in scene.plan.units:
        roles = Counter(each.role for each in scene.by_unit[unit.id])
        shown = scene.show_roles(roles)
        path = scene.task_path(unit)
        yield row_of(
            Cell(shorten_cell(scene.short(unit.id), _COLUMNS[0].least, 1), "cell-link", link=f"external:{path}"),
            Cell(scene.name(unit), "cell"),
            Cell(shown, "cell"),
        )


def build_notes(scene: Scene) -> Sheet:
    """Build 编制说明: how the figures came about and what they do not say."""
    say = scene.say
    name = say("sheet.notes.name")
    weights = {role.name.lower(): f"{scene.settings.weights.of(role):g}" for role in Role}
    load = scene.settings.load
    given = {
        "leads": say_leads(scene), "weighed": scene.weighed, "floor": load.items_floor, "fence": f"{load.fence:g}",
        "least": load.least_items, **weights,
    }  # fmt: skip
    rows = [row_of(Cell(say("sheet.notes.title"), "title-left")), row_of(Cell(scene.stamp, "stamp"))]
    rows += (
        row_of(
            Cell(say(f"sheet.notes.{key}.head"), "cell-strong"), Cell(say(f"sheet.notes.{key}.text", **given), "cell")
        )
        for key in _NOTES
    )
    columns = (Column("head", 20, 20), Column("text", 108, 108))
    return Sheet(name, columns, tuple(rows), page=scene.page(name))
