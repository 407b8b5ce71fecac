"""The matrix of the page: items down, units across, each mark a link to its very words.

In a broad matrix a run of empty cells is one cell that the script splits: a large matrix is mostly empty.
"""

from __future__ import annotations

import re

from responsibility.kinds import Role
from responsibility.language.wording import Wording
from responsibility.render.page.markup import element, escape, name_of
from responsibility.views.page.page import PageItem, PageMark, PageView

_BROAD = 60  # units; more do not fit the width of a sheet of paper, nor of a screen


def mark_anchor(start: int) -> str:
    """Name the words that begin at start."""
    return f"m-{start}"


def _cell(mark: PageMark | None, wording: Wording) -> str:
    if mark is None:
        return "<td>"
    link = element("a", wording(f"role_mark.{mark.role}"), href=f"#{mark_anchor(mark.anchor)}")
    return f"<td class={mark.role}>{link}"


def _row(item: PageItem, cells: dict[str, PageMark], page: PageView, wording: Wording) -> str:
    head = element("a", element("b", escape(item.number)), name_of(item.title), href=f"#i-{item.id}")
    row = "".join(_cell(cells.get(unit.id), wording) for unit in page.units)
    if len(page.units) > _BROAD:
        row = re.sub(r"(?:<td>){2,}", lambda run: f"<td colspan={len(run.group()) // 4}>", row)
    total = f'<td class="sum">{len(cells) or ""}'
    due = element("small", escape(item.due)) if item.due else ""
    return f'<tr data-i="{escape(item.id)}"><th scope="row">{head}{due}{row}{total}'


def _heads(page: PageView, wording: Wording) -> str:
    units = "".join(
        element("th", element("a", name_of(unit.short), href=f"#u-{unit.id}"), scope="col", data_u=unit.id)
        for unit in page.units
    )
    first = element("th", escape(wording("page.matrix.item")), scope="col", class_="corner")
    return element("tr", first, units, element("th", escape(wording("page.all")), scope="col", class_="sum"))


def _totals(page: PageView, wording: Wording) -> str:
    rows = (
        (wording("role.lead"), [unit.leads or "" for unit in page.units], "leads"),
        (wording("page.all"), [unit.items or "" for unit in page.units], "all"),
        (wording("page.load"), [f"{unit.load:g}" for unit in page.units], "loads"),
    )
    return "".join(
        element(
            "tr",
            element("th", escape(word), scope="row"),
            "".join(element("td", str(value)) for value in values),
            "<td>",
            class_=name,
        )
        for word, values, name in rows
    )


def _toolbar(page: PageView, wording: Wording) -> str:
    def choice(name: str, options: list[tuple[str, str]]) -> str:
        label = element("label", escape(wording(f"page.matrix.{name}")), for_=f"by-{name}")
        choices = (element("option", escape(word), value=value) for value, word in options)
        return element("span", label, element("select", *choices, id=f"by-{name}"), class_="field")

    every = ("", wording("page.matrix.every"))
    orders = [(order, wording(f"page.matrix.sort-{order}")) for order in ("protocol", "load", "blocks")]
    leaders = list(dict.fromkeys(name for item in page.items for name in item.leaders))
    months = sorted({month for item in page.items for month in item.months})
    told = [(month, wording("page.matrix.year-month", year=month[:4], month=int(month[5:]))) for month in months]
    search = element("label", escape(wording("page.matrix.search")), for_="by-text")
    return element(
        "form",
        choice("sort", orders),
        choice("unit", [every, *((unit.id, unit.short) for unit in page.units)]),
        choice("section", [every, *((str(place), title) for place, title in enumerate(page.sections))]),
        choice("leader", [every, *((name, name) for name in leaders)]) if leaders else "",
        choice("month", [every, *told]) if months else "",
        choice("role", [every, *((role.value, wording(f"role.{role}")) for role in Role)]),
        element("span", search, element("input", type="search", id="by-text", autocomplete="off"), class_="field"),
        element("button", escape(wording("page.matrix.clear")), type="reset"),
        element("p", id="shown", role="status"),
        id="filters",
        class_="js tools",
        aria_label=wording("page.matrix.tools"),
    )


def _legend(wording: Wording) -> str:
    roles = (
        element("span", element("b", wording(f"role_mark.{role}"), class_=role.value), escape(wording(f"role.{role}")))
        for role in Role
    )
    return element("p", *roles, element("span", escape(wording("page.matrix.keys")), class_="js"), class_="legend")


def _as_list(page: PageView, cells: dict[str, dict[str, PageMark]], wording: Wording) -> str:
    """Show a matrix too large to draw as each item with its units."""
    shorts = {unit.id: unit.short for unit in page.units}
    names = {
        item_id: wording("page.comma").join(
            f"{wording(f'role_mark.{mark.role}')}{shorts[unit_id]}" for unit_id, mark in row.items()
        )
        for item_id, row in cells.items()
    }
    rows = (
        element(
            "tr",
            element("th", element("a", escape(item.number), name_of(item.title), href=f"#i-{item.id}"), scope="row"),
            element("td", name_of(names.get(item.id, ""))),
        )
        for item in page.items
    )
    note = element("p", escape(wording("page.matrix.too-large", items=len(page.items), units=len(page.units))))
    caption = element("caption", escape(wording("page.matrix.caption")))
    return note + element("table", caption, element("tbody", *rows), class_="findings")


def write_matrix(page: PageView, wording: Wording) -> str:
    """Draw items by units with sections as bands and totals below; above the settings' size, a list instead."""
    cells: dict[str, dict[str, PageMark]] = {}
    for mark in page.marks:
        cells.setdefault(mark.item_id, {})[mark.unit_id] = mark
    if len(page.items) * len(page.units) > page.matrix_cells:
        return _as_list(page, cells, wording)
    width = len(page.units) + 2
    body = []
    for place, title in enumerate(page.sections):
        head = element("th", element("span", name_of(title)), scope="rowgroup", colspan=width)
        band = f'<tr class="band">{head}' if title else ""
        rows = "".join(_row(i, cells.get(i.id, {}), page, wording) for i in page.items if i.section == place)
        body.append(f"<tbody>{band}{rows}</tbody>")
    table = element(
        "table",
        element("caption", escape(wording("page.matrix.caption"))),
        element("thead", _heads(page, wording)),
        *body,
        element("tfoot", _totals(page, wording)),
        id="grid",
        class_="broad" if len(page.units) > _BROAD else None,
    )
    frame = element(
        "div", table, class_="frame", tabindex="0", role="region", aria_label=wording("page.matrix.caption")
    )
    note = element("p", escape(wording("page.matrix.print")), class_="print") if len(page.units) > _BROAD else ""
    return _toolbar(page, wording) + _legend(wording) + note + frame
