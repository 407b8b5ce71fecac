"""The whole page: head, landmarks, and the sections in the order a leader reads them.

In: a PageView and a Wording. Out: one UTF-8 file that needs no other, opens from a folder, works in a Chromium
of 2018 and can be read and printed with scripts off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from urllib.parse import quote

from responsibility.kinds import Role
from responsibility.language.wording import Wording
from responsibility.paths import name_documents
from responsibility.render.page.cards import draw_cards
from responsibility.render.page.face import draw_banner, read_asset, section, write_document
from responsibility.render.page.findings import draw_findings
from responsibility.render.page.markup import element, escape, name_of, script_json
from responsibility.render.page.matrix import write_matrix
from responsibility.render.page.notice import draw_notice
from responsibility.version import __version__
from responsibility.views.naming import join_number
from responsibility.views.page.page import PageView
from responsibility.views.questions import Option

_SCRIPTS = (
    "rules",
    "page",
    "keep",
    "fold",
    "grid",
    "card",
    "whatif",
    "marking",
    "mend",
    "settle",
)  # each uses only those before it
_SECTIONS = ("overview", "settle", "matrix", "network", "whatif", "findings", "units", "notice")

_DESK_WORDS = ("step", "undo", "undone", "later", "progress", "enter", "choose_first", "suggested", "done_title",
               "all_settled", "keys", "keys_off", "help_choose", "help_enter", "help_undo", "help_redo", "help_later",
               "help_spot", "help_mark", "help_help", "help_reason", "help_move", "help_pane", "reason", "need_reason",
               "cancel", "where", "nothing_title", "help_widen", "counts_items", "sheets_changed", "item_edit",
               "item_change", "item_join", "item_take", "item_omit", "item_due", "item_split_hint")  # fmt: skip

_REFUSALS = {"no_unit": "NO_UNIT_OF_TASK", "no_split": "NO_SPLIT_HERE"}


def _banner(page: PageView, wording: Wording) -> str:
    facts = (
        page.issuer,
        page.document_number,
        wording("page.as-of", date=page.as_of) if page.as_of else "",
        wording("page.version", version=__version__),
    )
    left_out = {"network" if not page.network_svg else "", "settle" if not page.items else ""}
    links = {name: wording(f"page.{name}.title") for name in _SECTIONS if name not in left_out}
    return draw_banner(page.title, facts, links, wording)


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
        for key, path in name_documents(wording).items()
        if key != "page"  # this very page
    )
    return section(
        "overview",
        wording,
        element("dl", *numbers, class_="counts"),
        _steps(page),
        element("p", escape(wording("page.documents")), " ", " ".join(documents), class_="documents"),
        element("div", element("div", *decided, element("ol", *sentences, class_="sentences")), scroll, class_="two"),
    )


def _steps(page: PageView) -> str:
    """Tell in one line where each step of the year stands; nothing before the year has begun."""
    told = (element("span", element("b", escape(name)), " ", escape(words)) for name, words in page.steps)
    return element("p", " ".join(told), class_="steps") if page.steps else ""


def _settle(page: PageView, wording: Wording) -> str:
    """Give the desk its place; the script fills it. Without one the overview tells what is to be decided."""
    off = element("p", escape(wording("page.settle.off")), class_="no-js")
    return section("settle", wording, off, element("div", id="settle-desk"), class_="screen") if page.items else ""


def _network(page: PageView, wording: Wording) -> str:
    """Place the picture; its shapes say whom they stand for, so that the script can light them."""
    # Inside HTML neither the prolog nor the name space is needed, and no address should look like a resource.
    svg = page.network_svg[max(page.network_svg.find("<svg"), 0) :].replace(' xmlns="http://www.w3.org/2000/svg"', "")
    note = element("p", escape(wording("page.network.note")), class_="note js")
    return section("network", wording, note, element("div", svg, class_="wide picture"))


def _short(row: list[object]) -> list[object]:
    """Leave off what is empty at the end of a row."""
    filled = max((place for place, each in enumerate(row, 1) if each), default=0)
    return row[:filled]


def _answer(answer: Option) -> list[object]:
    runs = groupby(answer.lines, key=lambda line: (line.file, tuple(line.values)))
    return [answer.words, answer.suggested, [_run(file, [line.values for line in own]) for (file, _), own in runs]]


def _run(file: str, lines: Sequence[Mapping[str, str]]) -> list[object]:
    """Give lines of one file: the cells that all have, the other columns, their cells; one answer may be 400 lines."""
    same = {column: cell for column, cell in lines[0].items() if all(line[column] == cell for line in lines)}
    others = [column for column in lines[0] if column not in same]
    return [file, same, others, [[line[column] for column in others] for line in lines]]


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
        "digest": page.digest,
        "questions": [
            _short(
                [
                    q.id,
                    q.label,
                    q.title,
                    q.why,
                    [items[i] for i in q.item_ids if i in items],
                    list(map(_answer, q.choices)),
                    q.details,
                ]
            )
            for q in page.questions
        ],
        "files": [
            [f.name, f.columns, f.separator, f.head, [[text, dict(place) or None] for text, place in f.lines], f.beside]
            for f in page.files
        ],
        "rules": dict(page.rules),
        "items": [
            _short(
                [
                    i.id,
                    join_number(i.number, i.title),
                    i.section,
                    i.block,
                    i.weight,
                    i.pinned,
                    i.leaders,
                    i.months,
                    i.due,
                ]
            )
            for i in page.items
        ],
        "units": [
            [
                u.id,
                u.short,
                u.block,
                u.load,
                u.capacity,
                u.lead_limit,
                u.may_lead,
                u.eligible,
                u.judged,
                *([u.name] if u.name != u.short else []),
            ]
            for u in page.units
        ],
        "numbers": page.numbers,
        "marks": marks,
        "frontier": [[cap, [[items[i], units[u]] for i, u in moves]] for cap, moves in page.frontier],
        "bases": [wording(f"basis.{basis}") for basis in bases],
        "roles": [[role, wording(f"role.{role}"), wording(f"role_mark.{role}")] for role in roles],
        "words": {key[8:]: wording(key) for key in wording.keys if key.startswith("page.js.")}
        | {f"desk-{name}": wording(f"desk.ui.{name}") for name in _DESK_WORDS}
        | {f"desk-{key[8:]}": wording(key) for key in wording.keys if key.startswith("desk.ui.mark_")}
        | {
            "desk-heading": wording("desk.leader"),
            "desk-no_unit": wording("error.NO_UNIT_OF_TASK.what"),
            "desk-no_split": wording("error.NO_SPLIT_HERE.what"),
        },
    }
    return element("script", script_json(values), type="application/json", id="data")


def render_page(page: PageView, wording: Wording) -> bytes:
    """Write the page; the same view gives the same bytes."""
    main = (
        _overview(page, wording),
        _settle(page, wording),
        section("matrix", wording, write_matrix(page, wording)),
        _network(page, wording) if page.network_svg else "",
        section("whatif", wording, element("p", escape(wording("page.whatif.off")), class_="no-js"), class_="screen"),
        draw_findings(page, wording),
        section("units", wording, draw_cards(page, wording)),
        section("notice", wording, draw_notice(page, wording)),
    )
    body = element(
        "body",
        _banner(page, wording),
        element("main", *main, id="main", tabindex="-1"),
        element("aside", id="dock", tabindex="-1", hidden=True, aria_label=wording("page.dock")),
        element("div", id="live", role="status", aria_live="polite", class_="unseen"),
        element("footer", escape(wording("page.footer", plan=page.plan_id, count=sum(page.severities.values())))),
        _script_data(page, wording),
        element("script", *(read_asset(f"{name}.js") for name in _SCRIPTS)),
    )
    return write_document(wording("page.title", plan=page.title), body, wording, "page", has_script=True)
