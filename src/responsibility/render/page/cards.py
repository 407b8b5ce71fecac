"""The cards: one a unit, its tasks by role, its partners, its findings and its task sheet."""

from __future__ import annotations

from urllib.parse import quote

from responsibility.kinds import Role
from responsibility.language.wording import Wording
from responsibility.render.page.markup import element, escape, name_of
from responsibility.views.page.page import PageItem, PageUnit, PageView

_PARTNERS = 4  # beyond these a card says how many more there are; the matrix shows them all


def _tasks(items: list[PageItem], role: Role, wording: Wording) -> str:
    if not items:
        return ""
    head = wording("page.card.tasks", mark=wording(f"role_mark.{role}"), role=wording(f"role.{role}"), count=len(items))
    links = (
        "<li>"
        + element("a", element("b", escape(i.number)), escape(i.title), href=f"#i-{i.id}")
        + (element("small", escape(i.due)) if i.due else "")
        for i in items
    )
    return element("h4", escape(head)) + element("ul", *links)


def _partners(unit: PageUnit, shorts: dict[str, str], wording: Wording) -> str:
    shown = [
        element("li", element("a", escape(shorts[other]), href=f"#u-{other}"), f" {shared}")
        for other, shared in unit.partners[:_PARTNERS]
        if other in shorts
    ]
    if not shown:
        return ""
    rest = len(unit.partners) - len(shown)
    more = element("li", escape(wording("page.card.more", count=rest))) if rest > 0 else ""
    return element("h4", escape(wording("page.card.partners"))) + element("ul", *shown, more, class_="partners")


def _remarks(unit: PageUnit, page: PageView, wording: Wording) -> str:
    """List the codes of a unit's findings; their sentences stand once, in the findings."""
    if not unit.findings:
        return ""
    codes = (element("li", element("a", escape(page.findings[n].code), href=f"#f-{n}")) for n in unit.findings)
    return element("h4", escape(wording("page.findings.title"))) + element("ul", *codes, class_="remarks")


def draw_cards(page: PageView, wording: Wording) -> str:
    """Draw every unit's card in protocol order; the script shows them one at a time beside the matrix."""
    items = {item.id: item for item in page.items}
    shorts = {unit.id: unit.short for unit in page.units}
    tasks: dict[tuple[str, Role], list[PageItem]] = {}
    for mark in page.marks:
        tasks.setdefault((mark.unit_id, mark.role), []).append(items[mark.item_id])

    def card(unit: PageUnit) -> str:
        sheet = element("a", escape(wording("page.card.sheet")), href=quote(unit.task_path)) if unit.task_path else ""
        full = element("p", name_of(unit.name), class_="full") if unit.name != unit.short else ""
        return element(
            "article",
            element("h3", name_of(unit.short)),
            full,
            element("p", sheet, class_="screen") if sheet else "",
            element(
                "div",
                element("div", *(_tasks(tasks.get((unit.id, role), []), role, wording) for role in Role)),
                element("div", _partners(unit, shorts, wording)),
                element("div", _remarks(unit, page, wording), class_="screen"),
                class_="parts",
            ),
            id=f"u-{unit.id}",
            class_="card",
        )

    return element("div", *map(card, page.units), class_="cards")
