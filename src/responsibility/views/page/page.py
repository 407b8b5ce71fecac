"""Page: what index.html shows, as data.

In: a Plan, its Frames and Analysis. Out: a frozen PageView in protocol and document order, with every sentence
spoken. Holds no markup and no style: render/page turns it into one self-contained file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from responsibility.analysis import Analysis
from responsibility.analysis.plan.summary import speak
from responsibility.kinds import Role, Severity
from responsibility.language.wording import Wording
from responsibility.model import Finding, Plan
from responsibility.settings import Settings
from responsibility.views.entries import list_dated
from responsibility.views.findings import PlacedFinding, count_severities, place_findings
from responsibility.views.naming import number_items
from responsibility.views.page.annotated import NoticeLine, annotate
from responsibility.views.page.settling import KeptFile, ask_on_page, cut_files
from responsibility.views.questions import Question
from responsibility.views.scene import Scene
from responsibility.views.sheets.lists.people import leaders_of
from responsibility.views.steps import show_steps


@dataclass(frozen=True, slots=True)
class PageItem:
    """A row of the matrix. block: its place in the order that shows the blocks. weight: what it counts in a load.

    due: as shown. pinned: whether no proposal may change its lead. leaders: who answers for it above the units. months:
    in which something of it falls due, as 2025-06.
    """

    id: str
    number: str
    title: str
    section: int
    due: str
    block: int
    weight: float = 1.0
    pinned: bool = False
    leaders: tuple[str, ...] = ()
    months: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageUnit:
    """A column of the matrix and a unit's card. partners: unit id and shared items, most first.

    capacity, lead_limit: the load and the leads it can bear, None where no limit is set. may_lead: by settings;
    eligible: even where it leads nothing of the section. judged: whether rules ask about it.
    findings: places in PageView.findings. task_path: its task sheet, relative to the page, or "".
    """

    id: str
    name: str
    short: str
    leads: int
    co_leads: int
    supports: int
    load: float
    overloaded: bool
    block: int
    partners: tuple[tuple[str, int], ...] = ()
    findings: tuple[int, ...] = ()
    task_path: str = ""
    capacity: float | None = None
    lead_limit: int | None = None
    may_lead: bool = True
    eligible: bool = False
    judged: bool = True

    @property
    def items(self) -> int:
        """How many items name it."""
        return self.leads + self.co_leads + self.supports


@dataclass(frozen=True, slots=True)
class PageMark:
    """A cell of the matrix. anchor: where its words begin in the document; basis, match: keys of the wording."""

    item_id: str
    unit_id: str
    role: Role
    mention: str
    anchor: int
    basis: str
    match: str


@dataclass(frozen=True, slots=True)
class PageView:
    """Everything index.html shows. sections: titles of headings, outermost first, joined by " / ".

    matters: what is to be decided, and why. counts: what, how many, and a note. frontier: for each cap on leads, the
    item and new lead of every move.
    severities: of all findings, of which the page may list the first alone. dismissed: those a person set aside, each
    with the reason.
    steps: of the year, each with how far it is. questions: what can be settled here, and files: those it is written to;
    digest: by which the notice is known again. numbers: of the items, as people call them.
    """

    plan_id: str
    title: str
    issuer: str
    document_number: str
    as_of: str
    language: str
    matters: tuple[tuple[str, str], ...]
    sentences: tuple[str, ...]
    counts: tuple[tuple[str, str, str], ...]
    sections: tuple[str, ...]
    items: tuple[PageItem, ...]
    units: tuple[PageUnit, ...]
    marks: tuple[PageMark, ...]
    findings: tuple[PlacedFinding, ...]
    severities: Mapping[Severity, int]
    dismissed: tuple[tuple[PlacedFinding, str], ...]
    lines: tuple[NoticeLine, ...]
    rules: Mapping[str, object]
    frontier: tuple[tuple[int, tuple[tuple[str, str], ...]], ...] = ()
    network_svg: str = ""
    matrix_cells: int = 80_000
    questions: tuple[Question, ...] = ()
    files: tuple[KeptFile, ...] = ()
    digest: str = ""
    numbers: tuple[str, ...] = ()
    steps: tuple[tuple[str, str], ...] = ()


def _units(scene: Scene, findings: Sequence[PlacedFinding]) -> tuple[PageUnit, ...]:
    analysis, settings = scene.analysis, scene.settings
    blocks = {unit_id: place for place, unit_id in enumerate(analysis.unit_order)}
    columns = ["unit_id", "leads", "co_leads", "supports", "load", "overloaded", "judged"]
    rows = {row[0]: row[1:] for row in analysis.workload[columns].itertuples(index=False)}
    balance = settings.balance
    return tuple(
        PageUnit(
            unit.id,
            unit.name,
            unit.short,
            int(leads),
            int(co_leads),
            int(supports),
            float(load),
            bool(overloaded),
            block=blocks.get(unit.id, len(blocks)),
            partners=tuple(scene.partners[unit.id]),
            findings=tuple(index for index, each in enumerate(findings) if each.unit_id == unit.id),
            task_path=scene.task_path(unit),
            capacity=settings.load.capacity.get(unit.id),
            lead_limit=balance.capacity.get(unit.id),
            may_lead=unit.kind not in balance.excluded_kinds and unit.id not in balance.excluded_units,
            eligible="*" in balance.eligible or unit.id in balance.eligible,
            judged=bool(judged),
        )
        for unit in scene.plan.units
        for leads, co_leads, supports, load, overloaded, judged in (rows[unit.id],)
    )


def _items(scene: Scene, sections: Sequence[int]) -> tuple[PageItem, ...]:
    blocks = {item_id: place for place, item_id in enumerate(scene.analysis.item_order)}
    pinned = scene.settings.balance.pinned_items
    led = leaders_of(scene)
    months: dict[str, list[str]] = {}
    for entry in list_dated(scene.plan):
        months.setdefault(entry.item.id, []).append(f"{entry.day:%Y-%m}")
    return tuple(
        PageItem(
            item.id,
            item.number,
            item.title or item.body,
            section,
            scene.show_due(item),
            blocks.get(item.id, len(blocks)),
            scene.weights.get(item.id, 1.0),
            item.id in pinned,
            tuple(name for name, items in led.items() if item in items),
            tuple(dict.fromkeys(months.get(item.id, ()))),
        )
        for item, section in zip(scene.plan.items, sections, strict=True)
    )


def page_rules(settings: Settings) -> dict[str, object]:
    """Give the numbers with which the page's script judges a changed plan as the analysis would."""
    weights, load, rules, balance = settings.weights, settings.load, settings.rules, settings.balance
    return {
        "weights": [weights.of(role) for role in Role],
        "fence": load.fence,
        "half": load.half,
        "leastItems": load.least_items,
        "leadsFloor": load.leads_floor,
        "leadsRatio": load.leads_ratio,
        "topDecile": load.top_decile,
        "helps": load.helps,
        "itemsFloor": load.items_floor,
        "crowded": rules.crowded,
        "crowdedFloor": rules.crowded_floor,
        "thin": rules.thin,
        "supportsMayLead": balance.supports_may_lead,
        "mostMoves": balance.most_moves,
    }


def _frontier(analysis: Analysis) -> tuple[tuple[int, tuple[tuple[str, str], ...]], ...]:
    moves: dict[int, list[tuple[str, str]]] = {int(cap): [] for cap in analysis.frontier["cap"]}
    for cap, item_id, to_unit in analysis.moves[["cap", "item_id", "to_unit"]].itertuples(index=False):
        moves[int(cap)].append((item_id, to_unit))
    return tuple((cap, tuple(pairs)) for cap, pairs in moves.items())


def _counts(plan: Plan, findings: Sequence[Finding], wording: Wording) -> tuple[tuple[str, str, str], ...]:
    """Count what the first screen shows: what, how many, and what a reader must know beside it."""
    assigned = len({each.item_id for each in plan.assignments})
    leads = sum(each.role is Role.LEAD for each in plan.assignments)
    errors, warnings, notes = count_severities(findings).values()
    rows: tuple[tuple[str, int, dict[str, int]], ...] = (
        ("items", len(plan.items), {"assigned": assigned}),
        ("units", len(plan.units), {"leading": len({a.unit_id for a in plan.assignments if a.role is Role.LEAD})}),
        ("assignments", len(plan.assignments), {"leads": leads, "others": len(plan.assignments) - leads}),
        ("findings", errors + warnings, {"errors": errors, "warnings": warnings, "notes": notes}),
    )
    return tuple((wording(f"page.count.{k}"), str(n), wording(f"page.count.{k}-note", **more)) for k, n, more in rows)


def _sections(plan: Plan) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Titles of the sections in document order, and each item's place among them."""
    keys = [" / ".join(f"{heading.number}{heading.title}" for heading in item.path) for item in plan.items]
    titles = tuple(dict.fromkeys(keys))
    place = {title: index for index, title in enumerate(titles)}
    return titles, tuple(place[key] for key in keys)


def build_page(scene: Scene, network_svg: str = "") -> PageView:
    """Gather what the page shows.

    network_svg: a finished picture whose shapes carry data-unit and data-item; without one the page has no network.
    """
    plan, analysis, settings = scene.plan, scene.analysis, scene.settings
    shown = scene.findings[: settings.page.findings]
    findings = place_findings(plan, shown, scene.say)
    sections, section_of = _sections(plan)
    header = plan.header
    return PageView(
        plan.id,
        scene.title,
        header.issuer or "",
        header.document_number or "",
        scene.as_of.isoformat() if scene.as_of else "",
        scene.say.language,
        tuple(scene.show_matters()),
        speak(analysis.leader, scene.say),
        _counts(plan, scene.findings, scene.say),
        sections,
        _items(scene, section_of),
        _units(scene, findings),
        tuple(
            PageMark(a.item_id, a.unit_id, a.role, a.mention, a.span.start, a.basis.value, a.match.value)
            for a in plan.assignments
        ),
        findings,
        count_severities(scene.findings),
        tuple(zip(place_findings(plan, scene.settled.out, scene.say), scene.settled.reasons, strict=True)),
        annotate(plan, shown),
        page_rules(settings),
        _frontier(analysis),
        network_svg,
        settings.page.matrix_cells,
        ask_on_page(plan, scene.matters, scene.say),
        cut_files(plan),
        sha256(plan.notice.document.text.encode("utf-8", "surrogatepass")).hexdigest()[:12],
        tuple(number_items(plan)[item.id] for item in plan.items),
        show_steps(scene),
    )
