"""Scene: what every table of a plan needs to know, looked up once.

In: a plan, its tables, their analysis, words and settings. Out: lookups in protocol and document order, and the line
that every output carries: plan, as-of date, version and the findings it rests on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from responsibility.kinds import Basis, Role
from responsibility.language.wording import Wording
from responsibility.model import Assignment, Charge, Finding, Item, Plan, Target, Unit, split_title
from responsibility.paths import name_file, safe_name
from responsibility.resolve.dismissals import Settled
from responsibility.settings import Settings
from responsibility.version import __version__
from responsibility.views.findings import settle_findings
from responsibility.views.lines import Measure, em_width
from responsibility.views.matters import Matter, group_findings, speak_matter
from responsibility.views.naming import number_items, plan_title, write_ordinal
from responsibility.views.running import widen_signs
from responsibility.views.sheet import Page

if TYPE_CHECKING:
    from responsibility.analysis import Analysis
    from responsibility.analysis.course.contacts import Contact
    from responsibility.analysis.course.inspection import Inspection
    from responsibility.analysis.course.period import Period
    from responsibility.analysis.course.refinement import Refinement
    from responsibility.analysis.course.steps import Step
    from responsibility.frames import Frames

_UNKNOWN_DAY = date(2000, 1, 1)  # stands in the file's properties where the notice has no date
# Characters: a running head or foot may hold 255 in all, each & counting twice; a name has to fit a row.
_LONGEST_TITLE, _LONGEST_STAMP, _LONGEST_SHORT, _LONGEST_NAME = 40, 100, 80, 200


@dataclass(frozen=True, slots=True)
class News:
    """What changed for each unit since another plan. rows: item, kind of change and words, by unit id.

    stamp: the line that names both plans.
    """

    rows: Mapping[str, Sequence[tuple[str, str, str]]]
    stamp: str


class SharedPair(NamedTuple):
    """Two units, the first one earlier in protocol order, and how many items name both."""

    unit_a: str
    unit_b: str
    shared: int


@dataclass(frozen=True)
class Scene:
    """A plan with its lookups: the one argument of every view.

    news: what changed since the plan before, None where there is none. inspections, steps: of the plan's year. goals:
    the pieces of work whose goals the office accepted. contacts: whom units named in the sheets they returned.
    years: the first and the last that it runs, None where nothing names one.
    measure: how wide text is, in ems of the font that pictures are drawn in; a guess where no font is known.
    """

    plan: Plan
    frames: Frames
    analysis: Analysis
    say: Wording
    settings: Settings
    news: News | None = None
    inspections: tuple[Inspection, ...] = ()
    steps: tuple[Step, ...] = ()
    goals: tuple[Refinement, ...] = ()
    contacts: tuple[Contact, ...] = ()
    years: tuple[int, int] | None = None
    measure: Measure = em_width

    @cached_property
    def as_of(self) -> date | None:
        """The day the outputs speak of: the notice's."""
        return self.plan.header.issued_on or self.plan.header.published_on

    @cached_property
    def created(self) -> date:
        """The only date in a file's properties."""
        return self.as_of or _UNKNOWN_DAY

    @cached_property
    def title(self) -> str:
        """The plan's own title in one line, or its id."""
        return _cut(plan_title(self.plan.header.title or self.plan.id), _LONGEST_NAME)

    @cached_property
    def office(self) -> str:
        """Who signs: the settings' name, or who issued the notice."""
        return widen_signs(self.settings.office.name or self.plan.header.issuer or "")

    @cached_property
    def roles(self) -> dict[tuple[str, str], Assignment]:
        """Assignments by item and unit."""
        return {(each.item_id, each.unit_id): each for each in self.plan.assignments}

    @cached_property
    def units(self) -> dict[str, Unit]:
        """Units by id, protocol order."""
        return {unit.id: unit for unit in self.plan.units}

    def on_day(self, day: date) -> Scene:
        """Return the scene as papers of a day have it: a unit that had ended by then is named by who goes on for it."""
        units = tuple(self._name_on(unit, day) for unit in self.plan.units)
        return self if units == self.plan.units else replace(self, plan=replace(self.plan, units=units))

    def _name_on(self, unit: Unit, day: date) -> Unit:
        after = unit
        while after.valid_to and after.valid_to < day and after.succeeded_by in self.units:
            after = self.units[after.succeeded_by]
        if after is unit:
            return unit
        name = self.say("progress.succeeded", unit=after.name, former=unit.name)
        return replace(unit, name=name, short=self.say("progress.succeeded", unit=after.short, former=unit.short))

    @cached_property
    def items(self) -> dict[str, Item]:
        """Items by id, document order."""
        return {item.id: item for item in self.plan.items}

    @cached_property
    def by_item(self) -> dict[str, list[Assignment]]:
        """Assignments of each item in the order they are printed; every item has an entry."""
        grouped: dict[str, list[Assignment]] = {item_id: [] for item_id in self.items}
        for each in self.plan.assignments:
            grouped[each.item_id].append(each)
        return grouped

    @cached_property
    def by_unit(self) -> dict[str, list[Assignment]]:
        """Assignments of each unit, strongest role first, then document order; every unit has an entry."""
        grouped: dict[str, list[Assignment]] = {unit_id: [] for unit_id in self.units}
        for item_id in self.items:
            for each in self.by_item[item_id]:
                grouped[each.unit_id].append(each)
        return {unit_id: sorted(own, key=lambda each: each.role.strength) for unit_id, own in grouped.items()}

    @cached_property
    def people(self) -> dict[str, list[Charge]]:
        """Who answers for each item; every item has an entry."""
        grouped: dict[str, list[Charge]] = {item_id: [] for item_id in self.items}
        for each in self.plan.people:
            grouped[each.item_id].append(each)
        return grouped

    @cached_property
    def assigned(self) -> list[Item]:
        """The items that name someone."""
        return [item for item in self.plan.items if self.by_item[item.id]]

    @cached_property
    def weights(self) -> dict[str, float]:
        """What each item counts where settings weigh items differently; empty where all count 1."""
        from responsibility.analysis.plan.workload import weigh_items

        weights = weigh_items(self.frames, self.settings.weights)
        return weights if any(weight != 1 for weight in weights.values()) else {}

    @property
    def weighed(self) -> int:
        """How many items settings weigh differently."""
        return sum(weight != 1 for weight in self.weights.values())

    @cached_property
    def loads(self) -> dict[str, float]:
        """The weighted load of each unit, protocol order."""
        table = self.analysis.workload
        return dict(zip(table["unit_id"].tolist(), table["load"].tolist(), strict=True))

    @cached_property
    def overloaded(self) -> frozenset[str]:
        """The units that carry too much."""
        table = self.analysis.workload
        return frozenset(table.loc[table["overloaded"].astype(bool), "unit_id"])

    @cached_property
    def shared(self) -> tuple[SharedPair, ...]:
        """The pairs of units that share items, most first, then protocol order."""
        table = self.analysis.overlap
        columns = (table[name].tolist() for name in SharedPair._fields)
        return tuple(SharedPair(*pair) for pair in zip(*columns, strict=True) if pair[2])

    @cached_property
    def partners(self) -> dict[str, list[tuple[str, int]]]:
        """With whom each unit shares how many items, most first, then protocol order; collectives are partners too."""
        place = {unit_id: at for at, unit_id in enumerate(self.units)}
        shared: dict[str, Counter[str]] = {unit_id: Counter() for unit_id in self.units}
        for own in self.by_item.values():
            units = {each.unit_id for each in own}
            for unit_id in units:
                shared[unit_id].update(units - {unit_id})
        return {unit: sorted(own.items(), key=lambda pair: (-pair[1], place[pair[0]])) for unit, own in shared.items()}

    @cached_property
    def grouped(self) -> bool:
        """Whether the analysis tells groups apart, so that another order of the matrix shows something."""
        return self.analysis.groups["group"].nunique() > 1

    @cached_property
    def settled(self) -> Settled:
        """The findings that stand and those that a person set aside."""
        return settle_findings(self.plan, self.settings, self.analysis.findings)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding that stands, once, worst first, then in the order of the text."""
        return self.settled.kept

    @cached_property
    def matters(self) -> tuple[Matter, ...]:
        """What a person has to decide, the gravest first."""
        return group_findings(self.plan, self.findings)

    def show_matters(self) -> list[tuple[str, str]]:
        """Return the matters of a first screen in words, what and why, and last how many more there are."""
        most = self.settings.page.decisions
        shown = [speak_matter(self.plan, matter, self.say) for matter in self.matters[:most]]
        left = len(self.matters) - len(shown)
        return [*shown, (self.say("matter.left", count=left), "")] if left else shown

    @cached_property
    def lead_bases(self) -> Counter[Basis]:
        """How many leads rest on which basis."""
        return Counter(each.basis for each in self.plan.assignments if each.role is Role.LEAD)

    @cached_property
    def stamp(self) -> str:
        """Plan, as-of date, version and findings in one line."""
        return self.say(
            "sheet.stamp",
            plan=self.plan.id,
            day=self.show_day(self.as_of),
            version=__version__,
            findings=len(self.findings),
        )

    def show_day(self, day: date | None) -> str:
        """Write a day as the language does."""
        if day is None:
            return self.say("sheet.no-day")
        return self.say("sheet.day", year=day.year, month=day.month, day=day.day)

    def show_period(self, period: Period) -> str:
        """Write a period as the language does: 2023年二季度."""
        ordinal, day = write_ordinal(period.number or 0, self.say.language), self.show_day(period.end)
        key, year = f"progress.period.{period.kind}", period.end.year
        return self.say(key, year=year, number=period.number, ordinal=ordinal, day=day)

    def show_due(self, item: Item) -> str:
        """Write when an item is due as the notice prints it, figures alone (2023-06-30) as the language writes days."""
        words = item.due_text or ""
        if item.due and all(char.isascii() for char in words):
            return self.show_day(date.fromisoformat(item.due))
        return words

    def number(self, item_id: str) -> str:
        """Return a task's number as the notice prints it, the headings' before it where numbers repeat: （四）15.

        An id that the plan does not have stays.
        """
        return self.numbers.get(item_id, item_id)

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """The number of each task as the notice prints it, by its id."""
        return number_items(self.plan)

    def mark(self, role: Role) -> str:
        """Return the sign of a role."""
        return self.say(f"role_mark.{role.value}")

    def role(self, role: Role) -> str:
        """Return the word of a role."""
        return self.say(f"role.{role.value}")

    def join(self, words: Iterable[str]) -> str:
        """Join words as the language lists them."""
        return self.say("sheet.and").join(words)

    def show_roles(self, counts: Mapping[Role, int]) -> str:
        """Count roles in words, those that occur."""
        shown = ((self.role(role), counts[role]) for role in Role if counts[role])
        return self.join(self.say("sheet.overview.role", role=role, count=count) for role, count in shown)

    def short(self, unit_id: str) -> str:
        """Return a unit's short name, or its full one where there is none."""
        unit = self.units[unit_id]
        return _cut(unit.short or unit.name, _LONGEST_SHORT)

    def name(self, unit: Unit) -> str:
        """Return a unit's full name."""
        return _cut(unit.name, _LONGEST_NAME)

    def part(self, item: Item) -> str:
        """Return the innermost heading above an item, short enough to stand beside it."""
        return _cut(item.path[-1].title, _LONGEST_SHORT) if item.path else ""

    def parts(self, item: Item) -> tuple[str, ...]:
        """Return the headings above an item with their numbers, each short enough for a line."""
        return tuple(_cut(f"{heading.number}{heading.title}", _LONGEST_NAME) for heading in item.path)

    def task_path(self, unit: Unit) -> str:
        """Return where a unit's task sheet lies in the output folder; unique by its place in protocol order."""
        digits = max(2, len(str(len(self.units))))
        name = safe_name(f"{self._places[unit.id]:0{digits}}-{unit.short or unit.name}")
        return f"{name_file(self.say, 'tasks')}/{name}.xlsx"

    @cached_property
    def _places(self) -> dict[str, int]:
        return {unit_id: place for place, unit_id in enumerate(self.units, 1)}

    def paper(self, **given: object) -> Page:
        """Return a printed page of a paper that is issued: its number alone, as offices print it."""
        return Page(footer='&C&"宋体"&12— &P —', **given)  # type: ignore[arg-type]  # checked by Page's own fields

    def page(self, name: str, **given: object) -> Page:
        """Return a printed page with running title, sheet name, stamp and page number."""
        return lay_page(self.say, self.title, self.stamp, name, **given)


def shorten_names(plan: Plan) -> Plan:
    """Return the plan with the notice's title and the units' names as short as every table has them."""
    title = plan.header.title and _cut(plan.header.title, _LONGEST_NAME)
    units = tuple(
        replace(unit, name=_cut(unit.name, _LONGEST_NAME), short=_cut(unit.short, _LONGEST_SHORT))
        for unit in plan.units
    )
    return replace(plan, notice=replace(plan.notice, header=replace(plan.header, title=title)), units=units)


def lay_page(say: Wording, title: str, stamp: str, name: str, **given: object) -> Page:
    """Return a printed page with running title, sheet name, stamp and page number."""
    header = f"&L&8 {_running(_cut(title, _LONGEST_TITLE))}&R&8 {_running(name)}"
    footer = f"&L&8 {_running(_cut(stamp, _LONGEST_STAMP))}&R&8 {say('sheet.page-number')}"
    return Page(header=header, footer=footer, **given)  # type: ignore[arg-type]  # checked by Page's own fields


def _cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else f"{words[: longest - 1]}…"


def _running(words: str) -> str:
    """Double every & in a header or footer, where one begins a code.

    The writer takes &&G and &&[Picture] for pictures; the size that stands there anyway parts them.
    """
    doubled = words.replace("&", "&&").replace("\n", " ")
    return doubled.replace("&&G", "&&&8G").replace("&&[", "&&&8[")


def show_task(item: Item) -> tuple[str, int]:
    """Return a task's words whole and how many of them are its title, which stands on its own line if it is one."""
    title, body = split_title(item.title, item.body)
    return f"{title}\n{body}" if title else body, len(title)


def show_targets(item: Item) -> list[str]:
    """Return each number an item promises with what it counts: 新增规上工业企业80家, 东山县：新增学位500个."""
    return [_show_target(target) for target in item.targets]


def _show_target(target: Target) -> str:
    text = target.text.replace("\n", "")
    words = text if target.quantity in text else f"{target.quantity}{text}"
    if not target.holder:
        return words
    return f"{target.holder}：{words}{'' if target.unit in text else target.unit}"
