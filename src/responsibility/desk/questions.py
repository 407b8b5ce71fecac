"""Questions: what is open in a plan that a register has to answer, and all that is open, in the order to settle it.

In: a Scene and the Registry that its plan was read with. Out: Questions in the order in which a person should settle
them. A choice is suggested only where there is evidence for it; without any, a person has to choose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from responsibility.kinds import Match
from responsibility.language.wording import Wording
from responsibility.model import Finding, Plan, Unit
from responsibility.registry import Reason, Registry
from responsibility.registry.tables import ALIASES, UNITS
from responsibility.resolve.dismissals import DISMISSALS
from responsibility.resolve.overrides import OVERRIDES
from responsibility.resolve.review import NameReview, review_names, unit_rows
from responsibility.rows import CsvLine, Faults, Table, read_rows
from responsibility.views.findings import speak_finding
from responsibility.views.matters import Act, Matter, TableLine, list_ways
from responsibility.views.questions import (
    Option,
    Question,
    ask_cluster,
    ask_item,
    ask_matters,
    ask_name,
    cluster_names,
    dismiss,
    group_names,
    tell_odd,
)
from responsibility.views.scene import Scene

_MOST_CANDIDATES = 4
_CERTAIN = (Reason.SAME_SHORT, Reason.FORMER)


def list_questions(scene: Scene, registry: Registry) -> tuple[Question, ...]:
    """Return what a person has to settle about a plan; nothing where all is."""
    plan, say = scene.plan, scene.say
    own = {
        "names": lambda matter: _ask_names(plan, matter, registry, say),
        "stale": lambda matter: [_ask_stale(plan, each, say) for each in matter.findings],
    }
    return (*_ask_register(plan, registry, say), *ask_matters(plan, scene.matters, say, own))


def _ask_stale(plan: Plan, finding: Finding, say: Wording) -> Question:
    """Ask what becomes of a decision that fits the notice no more; its line is quoted as it stands."""
    table, said = quote_stale(plan, finding)
    more = list(_list_followers(plan, said)) if table is OVERRIDES else []
    words = say("sheet.and").join(" ".join(filter(None, (each.get("heading"), each["value"]))) for each in more)
    out = Option(
        say("desk.stale.drop"),
        say("desk.stale.drop_more", words=words) if more else say("desk.stale.drop_why"),
        tuple(TableLine(table.name, cells, drop=True) for cells in (said, *more)),
        suggested=True,
        reason=say("desk.stale.drop_reason"),
    )
    way = next(way for way in list_ways(plan, finding) if way.act is Act.DISMISS)
    keep = Option(say("desk.stale.keep"), say("desk.stale.keep_why"), dismiss(way, "other", say).lines)
    return Question(
        f"stale:{table.name}:{finding.params['line']}",
        say("desk.label.stale"),
        say("desk.stale.title"),
        " · ".join(
            [speak_finding(finding, "text", say), *(said[n] for n in ("value", "reason", "by", "day") if n in said)]
        ),
        (finding.item_id,) if finding.item_id else (),
        (),
        (*([out] if said else []), *([keep] if table is OVERRIDES else [])),
    )


def quote_stale(plan: Plan, finding: Finding) -> tuple[Table, dict[str, str]]:
    """Return the line of a decision that fits the notice no more, with its table; no cells where it is another's."""
    table = OVERRIDES if finding.code == "OVERRIDE_STALE" else DISMISSALS
    rows = read_rows(dict(plan.tables).get(table.name, ""), table, table.name, Faults())
    own = (row.cells for row in rows if row.line == finding.params["line"] and _is_of(row, finding))
    return table, {name: cell for name, cell in next(own, {}).items() if cell}


def _list_followers(plan: Plan, said: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Yield the lines that say of the same task what the words are that one took out: no unit but a person."""
    for row in read_rows(dict(plan.tables).get(OVERRIDES.name, ""), OVERRIDES, OVERRIDES.name, Faults()):
        if row("value") and row("item_id") == said.get("item_id") and row("value") == said.get("mention"):
            yield {name: cell for name, cell in row.cells.items() if cell}


def _is_of(row: CsvLine, finding: Finding) -> bool:
    """Say whether a line is the one that was told: what a meeting decided is told by its line too."""
    return all(
        row(name) == finding.params.get(key, row(name)) for name, key in (("item_id", "item"), ("mention", "mention"))
    )


def _ask_register(plan: Plan, registry: Registry, say: Wording) -> Iterator[Question]:
    """Ask an office that has no register of its own whether the units known from elsewhere are its units."""
    met = {each.unit_id for each in plan.assignments if each.match is not Match.UNKNOWN}
    known = [unit for unit in plan.units if unit.id in met and unit.kind != "collective"]
    is_elsewhere = any(each.code == "PLACE_OTHER" for each in plan.findings)  # the tables here are not read for it
    if registry.units or not known or is_elsewhere:
        return
    rows = unit_rows(known, say("desk.source.general"))
    everyone = Option(
        say("desk.register.all", count=len(known)),
        say("desk.register.all_why"),
        tuple(TableLine(UNITS.name, row) for row in rows),
        suggested=True,
        reason=say("desk.register.reason"),
    )
    names = say("sheet.and").join(unit.short or unit.name for unit in known)
    yield Question("register", say("desk.label.register"), say("desk.register.title"), names, (), (), (everyone,))


def _ask_names(plan: Plan, matter: Matter, registry: Registry, say: Wording) -> Iterator[Question]:
    """Ask of each unknown name who it is; names that may be one unit are asked about together."""
    reviews = {each.name: each for each in review_names(plan, registry, limit=_MOST_CANDIDATES)}
    told = group_names(matter)
    odd = [name for name in told if name in reviews and tell_odd(told[name])]
    for cluster in cluster_names(plan, [name for name in told if name in reviews and name not in odd]):
        if len(cluster) > 1:
            yield _ask_cluster(plan, cluster, say)
        else:
            yield _ask_name(plan, reviews[cluster[0]], told[cluster[0]], registry, say)
    yield from (_ask_name(plan, reviews[name], told[name], registry, say) for name in odd)
    rest = (each for name, findings in told.items() if name not in reviews for each in findings)
    yield from (ask_item(plan, matter, each, say) for each in rest)


def _ask_cluster(plan: Plan, names: tuple[str, ...], say: Wording) -> Question:
    unit = _unit_of(plan, names[0])
    one = (new_unit(unit), *(TableLine(ALIASES.name, {"text": name, "unit_id": unit.id}) for name in names[1:]))
    return ask_cluster(plan, names, one, tuple(new_unit(_unit_of(plan, name)) for name in names), say)


def _ask_name(
    plan: Plan, review: NameReview, findings: Sequence[Finding], registry: Registry, say: Wording
) -> Question:
    own = _unit_of(plan, review.name)
    candidates = [
        each
        for each in review.candidates
        if each.reason in _CERTAIN or registry.by_id(each.unit.id)  # likeness to a stranger is no evidence
    ][:_MOST_CANDIDATES]
    choices = [
        Option(
            say("desk.name.is", unit=each.unit.name),
            say(f"name_reason.{each.reason}"),
            (
                *adopt(plan, each.unit, registry),
                TableLine(ALIASES.name, {"text": review.name, "unit_id": each.unit.id}),
            ),
            suggested=place == 0 and each.reason != Reason.LIKENESS and not review.ambiguous,
            reason=say(f"name_reason.{each.reason}"),
        )
        for place, each in enumerate(candidates)
    ]
    new = Option(
        say("desk.name.new", name=review.name),
        say("desk.name.new_why"),
        (new_unit(own),),
        suggested=not candidates and not tell_odd(findings),
        reason=say("desk.name.new_reason"),
    )
    return ask_name(plan, review.name, findings, [*choices, new], say)


def _unit_of(plan: Plan, name: str) -> Unit:
    """Return the unit that stands for a name that nobody answers to."""
    unit_id = next(each.unit_id for each in plan.assignments if each.name == name)
    return next(unit for unit in plan.units if unit.id == unit_id)


def new_unit(unit: Unit) -> TableLine:
    """Return the line that enters a unit into the office's register."""
    return TableLine(UNITS.name, {"id": unit.id, "name": unit.name, "short": unit.short})


def adopt(plan: Plan, unit: Unit, registry: Registry) -> tuple[TableLine, ...]:
    """Return the line of a unit of the general register that is to have an alias; none for one of the office's own."""
    if registry.by_id(unit.id) is not None:
        return ()
    return tuple(TableLine(UNITS.name, row) for row in unit_rows([unit], plan.header.title or plan.id))
