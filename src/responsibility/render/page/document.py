"""The whole page: head, landmarks, and the sections in the order a leader reads them.

In: a PageView and a Wording. Out: one UTF-8 file that needs no other, opens from a folder, works in a Chromium
of 2018 and can be read and printed with scripts off.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from urllib.parse import quote

from responsibility.kinds import Role, Severity
from responsibility.language.wording import Wording
from responsibility.paths import DOCUMENTS
from responsibility.render import palette
from responsibility.render.page.cards import draw_cards
from responsibility.render.page.markup import element, escape, name_of, script_json
from responsibility.render.page.matrix import mark_anchor, write_matrix
from responsibility.render.page.notice import draw_notice
from responsibility.version import __version__
from responsibility.views.findings import PlacedFinding
from responsibility.views.page.page import PageView

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
_SCRIPTS = ("rules", "page", "grid", "card", "whatif")  # each uses only those before it
_SECTIONS = ("overview", "matrix", "network", "whatif", "findings", "units", "notice")


# The palette of every output, and what only a page needs: grounds, a bar, and the red of an official head.
_COLOURS = {
    "ground": "#f6f6f4",
    "text": palette.TEXT,
    "soft": palette.QUIET,
    "link": palette.LEAD,
    "red": "#a3161b",
    "bar": "#17344c",
    "lead": palette.LEAD,
    "co-lead": palette.QUIET,
    "support": palette.QUIET,
    "line": palette.CO_LEAD,
    "grid": palette.GRID,
    "edge": palette.CO_LEAD,
    "band": palette.HEAD,
    "clause": palette.BAND,
    "lit": "#fdf0c4",
    "warn": palette.WARN,
    "focus": "#c76a00",
}


def _variables() -> str:
    return ";".join(f"--{name}:{colour}" for name, colour in _COLOURS.items())


@cache
def _asset(name: str) -> str:
    """Read a piece of the page, less its indentation and what it says to its own readers."""
    text = files("responsibility.render.page").joinpath(name).read_text("utf-8")
    return re.sub(r"\n\s+", "\n", re.sub(r"/\* .*?\*/\n", "", text, flags=re.S))


def section(name: str, wording: Wording, /, *content: str, **attributes: object) -> str:
    """Build a landmark with its heading."""
    heading = element("h2", escape(wording(f"page.{name}.title")), id=f"{name}-title")
    return element("section", heading, *content, id=name, aria_labelledby=f"{name}-title", **attributes)


def _head(page: PageView, wording: Wording) -> str:
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", escape(wording("page.title", plan=page.title))),
        element("style", _asset("page.css").replace("/*palette*/", _variables())),
    )


def _banner(page: PageView, wording: Wording) -> str:
    facts = (
        page.issuer,
        page.document_number,
        wording("page.as-of", date=page.as_of) if page.as_of else "",
        wording("page.version", version=__version__),
    )
    names = (name for name in _SECTIONS if name != "network" or page.network_svg)
    links = (element("a", escape(wording(f"page.{name}.title")), href=f"#{name}") for name in names)
    return element(
        "header",
        element("p", escape(wording("page.kicker")), class_="kicker"),
        element("h1", name_of(page.title)),
        element("p", " · ".join(name_of(fact) for fact in facts if fact), class_="facts"),
    ) + element("nav", *links, aria_label=wording("page.contents"))


def _workload(page: PageView, wording: Wording) -> str:
    """Show loads as a table whose cells carry their own bars, so that nothing is said by a picture alone."""
    most = max((unit.load for unit in page.units), default=0) or 1

    def row(place: int) -> str:
        unit = page.units[place]
        over = element("strong", escape(wording("page.overloaded")), class_="over") if unit.overloaded else ""
        bar = element(
            "i",
            class_="bar over" if unit.overloaded else "bar",
            style=f"width:calc((100% - 3.6em)*{unit.load / most:.3f})",
        )
        return element(
            "tr",
            element("th", element("a", name_of(unit.short), href=f"#u-{unit.id}"), over, scope="row"),
            *(element("td", str(count)) for count in (unit.leads, unit.co_leads, unit.supports, unit.items)),
            element("td", element("span", f"{unit.load:g}"), bar, class_="load"),
        )

    order = sorted(range(len(page.units)), key=lambda place: (-page.units[place].load, place))
    heads = (wording("page.unit"), *(wording(f"role.{role}") for role in ("lead", "co-lead", "support")))
    head = element(
        "tr",
        *(element("th", escape(word), scope="col") for word in (*heads, wording("page.all"))),
        element("th", escape(wording("page.load")), scope="col", class_="load"),
    )
    return element(
        "table",
        element("caption", escape(wording("page.workload"))),
        element("thead", head),
        element("tbody", *map(row, order)),
        class_="workload",
    )


def _overview(page: PageView, wording: Wording) -> str:
    numbers = (
        element("div", element("dt", escape(what)), element("dd", element("b", number), escape(note)))
        for what, number, note in page.counts
    )
    scroll = element(
        "div", _workload(page, wording), class_="scroll", tabindex="0", role="region", aria_label=wording("page.load")
    )
    sentences = (element("li", escape(sentence)) for sentence in page.sentences)
    matters = (element("li", element("b", escape(what)), element("p", escape(why))) for what, why in page.matters)
    listed = element("ol", *matters, class_="matters") if page.matters else element("p", escape(wording("matter.none")))
    decided = (element("h3", escape(wording("matter.title"))), listed)
    documents = (
        element("a", escape(path), href=quote(path), title=wording(f"document.{key}"))
        for key, path in DOCUMENTS.items()
        if key != "page"  # this very page
    )
    return section(
        "overview",
        wording,
        element("dl", *numbers, class_="counts"),
        element("p", escape(wording("page.documents")), " ", " ".join(documents), class_="documents"),
        element("div", element("div", *decided, element("ol", *sentences, class_="sentences")), scroll, class_="two"),
    )


def _network(page: PageView, wording: Wording) -> str:
    """Place the picture; its shapes say whom they stand for, so that the script can light them."""
    # Inside HTML neither the prolog nor the name space is needed, and no address should look like a resource.
    svg = page.network_svg[max(page.network_svg.find("<svg"), 0) :].replace(' xmlns="http://www.w3.org/2000/svg"', "")
    note = element("p", escape(wording("page.network.note")), class_="note js")
    return section("network", wording, note, element("div", svg, class_="wide picture"))


def _finding(index: int, finding: PlacedFinding, wording: Wording) -> str:
    place = escape(finding.whereabouts)
    target = f"u-{finding.unit_id}" if finding.unit_id else ""
    if finding.anchor is not None:
        target = mark_anchor(finding.anchor)
    if target:
        place = element("a", place or "→", href=f"#{target}")
    return element(
        "tr",
        element(
            "td", element("span", escape(wording(f"severity.{finding.severity}")), class_=f"tag {finding.severity}")
        ),
        element("th", escape(finding.code), scope="row"),
        element("td", element("p", escape(finding.text)), element("p", escape(finding.fix), class_="fix")),
        element("td", place),
        id=f"f-{index}",
    )


def _dismissed(page: PageView, wording: Wording) -> str:
    """Count and list what a person set aside, folded away."""
    if not page.dismissed:
        return ""
    rows = (
        element("li", escape(f"{each.code} {each.text}（{each.whereabouts}）"), element("p", escape(why), class_="fix"))
        for each, why in page.dismissed
    )
    summary = element("summary", escape(wording("matter.dismissed", count=len(page.dismissed))))
    return element("details", summary, element("ul", *rows))


def _findings(page: PageView, wording: Wording) -> str:
    if not page.findings:
        nothing = element("p", escape(wording("page.findings.none")))
        return section("findings", wording, nothing, _dismissed(page, wording))
    tally = wording("page.comma").join(
        wording("page.findings.tally", severity=wording(f"severity.{severity}"), count=count)
        for severity in Severity
        if (count := sum(each.severity is severity for each in page.findings))
    )
    heads = (wording(f"page.findings.{name}") for name in ("severity", "code", "text", "place"))
    table = element(
        "table",
        element("caption", escape(tally)),
        element("thead", element("tr", *(element("th", escape(head), scope="col") for head in heads))),
        element("tbody", *(_finding(index, each, wording) for index, each in enumerate(page.findings))),
        class_="findings",
    )
    left = element("p", escape(wording("page.findings.left", count=page.findings_left))) if page.findings_left else ""
    return section("findings", wording, element("div", table, class_="wide"), left, _dismissed(page, wording))


def _script_data(page: PageView, wording: Wording) -> str:
    """Give the script what it cannot read off the page: thresholds, mentions, places in each order, its words."""
    units = {unit.id: place for place, unit in enumerate(page.units)}
    items = {item.id: place for place, item in enumerate(page.items)}
    bases = sorted({mark.basis for mark in page.marks})
    roles = [role.value for role in Role]
    marks = [
        [items[mark.item_id], units[mark.unit_id], mark.role.strength, bases.index(mark.basis)] for mark in page.marks
    ]
    values: dict[str, object] = {
        "plan": page.plan_id,
        "rules": dict(page.rules),
        "items": [
            [i.id, f"{i.number}{i.title}", i.section, i.block, i.weight, i.pinned, i.leaders, i.months]
            for i in page.items
        ],
        "units": [
            [u.id, u.short, u.block, u.load, u.capacity, u.lead_limit, u.may_lead, u.eligible, u.judged]
            for u in page.units
        ],
        "marks": marks,
        "frontier": [[cap, [[items[i], units[u]] for i, u in moves]] for cap, moves in page.frontier],
        "bases": [wording(f"basis.{basis}") for basis in bases],
        "roles": [[role, wording(f"role.{role}"), wording(f"role_mark.{role}")] for role in roles],
        "words": {key[8:]: wording(key) for key in wording.keys if key.startswith("page.js.")},
    }
    return element("script", script_json(values), type="application/json", id="data")


def render_page(page: PageView, wording: Wording) -> bytes:
    """Write the page; the same view gives the same bytes."""
    main = (
        _overview(page, wording),
        section("matrix", wording, write_matrix(page, wording)),
        _network(page, wording) if page.network_svg else "",
        section("whatif", wording, element("p", escape(wording("page.whatif.off")), class_="no-js"), class_="screen"),
        _findings(page, wording),
        section("units", wording, draw_cards(page, wording)),
        section("notice", wording, draw_notice(page, wording)),
    )
    language = {"zh": "zh-CN"}.get(page.language, page.language)
    body = element(
        "body",
        element("a", escape(wording("page.skip")), href="#main", class_="skip"),
        _banner(page, wording),
        element("main", *main, id="main", tabindex="-1"),
        element("aside", id="dock", tabindex="-1", hidden=True, aria_label=wording("page.dock")),
        element("div", id="live", role="status", aria_live="polite", class_="unseen"),
        element(
            "footer", escape(wording("page.footer", plan=page.plan_id, count=len(page.findings) + page.findings_left))
        ),
        _script_data(page, wording),
        element("script", *(_asset(f"{name}.js") for name in _SCRIPTS)),
    )
    document = f"<!DOCTYPE html>\n{element('html', _head(page, wording), body, lang=language)}\n"
    return document.encode("utf-8")
