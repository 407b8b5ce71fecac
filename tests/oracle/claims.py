"""Claims: what the sentences of a plan's papers may say, by template, where no other check compares them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from oracle import loads
from oracle.books import MARKS
from oracle.days import claims_of_days, list_days_told
from oracle.facts import ROLES, Facts, list_unnamed, numbers_of
from oracle.pictures import CHECKS
from oracle.sweep import Claims, plain
from oracle.tables import group_map
from oracle.tally import show
from oracle.templates import TEMPLATES

if TYPE_CHECKING:
    from oracle.worlds import World

CARD = 4  # partners that a card of the page names


def claims_of(world: World, tables: dict[str, list[dict]]) -> Claims:
    """Every claim that may be printed of a plan."""
    quoted, days = plain(world.source), _list_days(world.reading)
    tests = Tests(lambda words: plain(words) in quoted, lambda words: tuple(re.findall(r"[1-9]\d*", words)) in days)
    own = {**_of_page(world, tests), **_of_units(world.facts), **_of_sheets(world, tables, tests)}
    return {**own, **claims_of_days(world.facts)}


class Tests(NamedTuple):
    """Whether words stand in what went in, and whether they are a day that was read."""

    is_quoted: Callable[[str], bool]
    is_day: Callable[[str], bool]


def _list_days(reading: dict) -> set[tuple[str, ...]]:
    """Every day of the JSON as its figures."""
    days = re.findall(r"(\d{4})-(\d\d)-(\d\d)", json.dumps(reading))
    return {tuple(str(int(part)) for part in day) for day in days}


def list_told(world: World) -> set[str]:
    """What may be printed as it stands: figures of targets, alone and after what is counted; counts with their word."""
    facts, targets = world.facts, [target for item in world.reading["items"] for target in item["targets"]]
    told = {each["text"] for each in targets} | {f"{each['quantity']}{each['text']}" for each in targets}
    for unit in facts.units:
        told.add(_roles(Counter(facts.role(item, unit) for item in facts.items_of[unit]), every=False))
    told |= {f"{numbers_of(facts)[item]} {facts.titles[item]}" for item in facts.assigned} | {*list_unnamed(facts)}
    told |= {f"{each['title']}。{each['body']}" for each in world.reading["items"]}
    told |= {f"{each['title']}{each['body']}" for each in world.reading["items"]}
    if isinstance(world.notice, bytes):  # the table's rows by number, its columns of problems and of units
        number = numbers_of(facts)
        rows = {int(number[item]) for item in facts.assigned}
        told |= {f"表1第{row + 1}行第{column}列 · 第{row}项" for row in rows for column in (1, 5)}
        told |= {f"表1第{row + 1}行第{column}列" for row in rows for column in (1, 5)}
    levels = Counter(each["severity"] for each in world.findings)
    told |= list_days_told(facts)
    return told | {f"{TEMPLATES[f'severity.{level}']}{count}条" for level, count in levels.items()}


def _is_version(words: str) -> bool:
    return re.fullmatch(r"\d+\.\d+\.\d+", words) is not None


VERSION: Claims = {"page.version": [{"version": _is_version}]}


def _roles(counts: Counter[str], every: bool) -> str:
    role = TEMPLATES["sheet.overview.role"]
    told = ((TEMPLATES[f"role.{each}"], counts[each]) for each in ROLES if every or counts[each])
    return "、".join(role.format(role=word, count=count) for word, count in told)


def _of_page(world: World, tests: Tests) -> Claims:
    facts, said = world.facts, world.findings
    leading = len({unit for (_, unit), (role, _) in facts.edges.items() if role == "lead"})
    leads = sum(role == "lead" for role, _ in facts.edges.values())
    levels = Counter(each["severity"] for each in said)
    codes = Counter((each["code"], each["severity"]) for each in said)
    notice = world.source.partition("\0")[0]
    lines = [notice.count("\n", 0, each["start"]) + 1 for each in world.reading["items"]]
    lines += [notice.count("\n", 0, each["start"]) + 1 for each in said if each.get("start") is not None]
    return {
        "page.as-of": [{"date": tests.is_day}],
        **VERSION,
        "page.title": [{"plan": tests.is_quoted}],
        "page.count.items-note": [{"assigned": len(facts.assigned)}],
        "page.count.units-note": [{"leading": leading}],
        "page.count.assignments-note": [{"leads": leads, "others": len(facts.edges) - leads}],
        "page.count.findings-note": [{f"{level}s": levels[level] for level in ("error", "warning", "note")}],
        "page.findings.count": [{"count": count} for count in codes.values()],
        **{f"diagram.{name}.title": [{"plan": tests.is_quoted}] for name in CHECKS},
        "page.footer": [{"plan": "some-plan", "count": len(said)}],
        "page.item": [{"number": number} for number in (*numbers_of(facts).values(), *list_unnamed(facts))],
        "page.place.line": [{"number": number} for number in dict.fromkeys(lines)],
        "page.settle.leads": [
            {"unit": facts.short(unit), "numbers": "、".join(own)}
            for unit in facts.units
            if (own := [numbers_of(facts)[item] for item in facts.assigned
                        if facts.edges.get((item, unit)) == ("lead", "first-listed")])
        ],
        "matter.items": [{"numbers": number} for number in numbers_of(facts).values()],
        "brief.opening": [{
            "items": len(facts.assigned), "units": len(facts.units), "leads": leading,
            "decisions": len(world.decisions),
        }],
    }  # fmt: skip


def list_bands(facts: Facts) -> Claims:
    """The heads above the parts of a task sheet: how many tasks a unit has in each role."""
    counts = [Counter(facts.role(item, unit) for item in facts.items_of[unit]) for unit in facts.units]
    return {f"sheet.tasks.band.{role}": [{"count": own[role]} for own in counts if own[role]] for role in ROLES}


def _of_units(facts: Facts) -> Claims:
    rows = []
    for unit in facts.units:
        roles = Counter(facts.role(item, unit) for item in facts.items_of[unit])
        partners = sum(bool(facts.items_of[unit] & facts.items_of[o]) for o in facts.units if o != unit)
        rows.append((unit, roles, partners))
    marks = {role: mark for mark, role in MARKS.items()}
    return {
        **list_bands(facts),
        "page.card.tasks": [
            {"mark": marks[role], "role": TEMPLATES[f"role.{role}"], "count": roles[role]}
            for _, roles, _ in rows for role in ROLES if roles[role]
        ],
        "page.card.more": [{"count": partners - CARD} for _, _, partners in rows if partners > CARD],
        "sheet.tasks.title": [{"unit": name} for name, _, _ in facts.units.values()],
    }  # fmt: skip


def _of_sheets(world: World, tables: dict[str, list[dict]], tests: Tests) -> Claims:
    facts, made = world.facts, world.facts.settings
    kind, notice = ("xlsx", world.notice) if isinstance(world.notice, bytes) else ("txt", world.notice.encode())
    groups = group_map(tables["groups"])
    sizes = {number: Counter(kind for (kind, _), own in groups.items() if own == number) for number in groups.values()}
    judged = set(facts.judged_items)
    by_order = sum(map(facts.by_order, facts.units))
    roles = Counter(role for role, _ in facts.edges.values())
    why = Counter(basis for role, basis in facts.edges.values() if role == "lead")
    bases = "、".join(f"{TEMPLATES[f'basis.{each}']} {count}" for each, count in why.items())
    levels = [
        TEMPLATES["sheet.overview.severity"].format(
            severity=TEMPLATES[f"severity.{level}"], count=sum(each["severity"] == level for each in world.findings)
        )
        for level in ("error", "warning", "note")
    ]
    verdicts = [row["verdict"] for row in tables["overlap"]]
    few = verdicts.count("too-few")
    if len(verdicts) - few > 25:
        few += verdicts.count("as-size")
    collective = len([item for item in facts.assigned if item not in judged])
    return {
        "sheet.stamp": [{
            "plan": "some-plan", "version": _is_version,
            "day": lambda words: tests.is_day(words) or words == TEMPLATES["sheet.no-day"],
            "findings": len(world.findings),
        }],
        "sheet.day": [dict(zip(("year", "month", "day"), day, strict=True)) for day in _list_days(world.reading)],
        "sheet.tasks.plan": [{"plan": tests.is_quoted}],
        "sheet.appendix.title": [{"plan": tests.is_quoted}],
        "sheet.appendix.note": [{"count": by_order}],
        "sheet.overview.source": [{"name": f"notice.{kind}", "sha": sha256(notice).hexdigest()[:16]}],
        "sheet.overview.items": [{"all": len(facts.items), "assigned": len(facts.assigned)}],
        "sheet.overview.assignments": [{"count": len(facts.edges), "roles": _roles(roles, every=True)}],
        "sheet.overview.findings": [{"count": len(world.findings), "severities": "、".join(levels)}],
        "sheet.leads.first-listed": [{"count": roles["lead"], "bases": bases}],
        "sheet.leads.mixed": [{"count": roles["lead"], "bases": bases}],
        "sheet.overlap.cluster": [{"number": place} for place in range(1, len(tables["clusters"]) + 1)],
        "sheet.overlap.rest": [{"count": few}],
        "sheet.blocks.band": [
            {"group": number, "units": own["unit"], "items": own["item"]} for number, own in sizes.items()
        ],
        "sheet.blocks.rest": [{"items": collective}],
        "sheet.details.group": [{"number": number} for number in sizes],
        "sheet.details.loads-note": [{"fence": show(loads.limits(facts)["fence"], ".1f")}],
        "sheet.duplicates.marks": [{
            "units": show(made["duplicates"]["units"], ".0%"), "text": show(made["duplicates"]["text"], ".0%"),
        }],
        "sheet.advice.today": [{"cap": int(row["cap"])} for row in tables["frontier"] if not row["moves"]],
        "sheet.advice.cap": [{"cap": int(row["cap"])} for row in tables["frontier"] if row["moves"]],
    }  # fmt: skip
