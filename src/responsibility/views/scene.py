"""Scene: a plan as every report shows it: looked up, and judged.

In: lookups and their analysis. Out: what the analysis says by unit and task, what a person has to decide, and the line
that every output of the office carries: plan, as-of date, version and the findings it rests on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from responsibility.language.wording import Wording
from responsibility.model import Finding, Item, Plan, Target, split_title
from responsibility.resolve.dismissals import Settled
from responsibility.version import __version__
from responsibility.views.findings import settle_findings
from responsibility.views.lines import Measure, em_width
from responsibility.views.lookups import LONGEST_NAME, LONGEST_SHORT, Lookups, cut_words
from responsibility.views.matters import Matter, group_findings, speak_matter
from responsibility.views.sheet import Page

if TYPE_CHECKING:
    from responsibility.analysis import Analysis
    from responsibility.analysis.course.contacts import Contact
    from responsibility.analysis.course.inspection import Inspection
    from responsibility.analysis.course.refinement import Refinement
    from responsibility.analysis.course.steps import Step

_LONGEST_TITLE, _LONGEST_STAMP = 40, 100  # characters: a running head or foot may hold 255, each & counting twice


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
class Scene(Lookups):
    """A plan with its lookups and its analysis: the one argument of every view.

    news: what changed since the plan before, None where there is none. inspections, steps: of the plan's year. goals:
    the pieces of work whose goals the office accepted. contacts: whom units named in the sheets they returned.
    years: the first and the last that it runs, None where nothing names one.
    measure: how wide text is, in ems of the font that pictures are drawn in; a guess where no font is known.
    """

    analysis: Analysis
    news: News | None = None
    inspections: tuple[Inspection, ...] = ()
    steps: tuple[Step, ...] = ()
    goals: tuple[Refinement, ...] = ()
    contacts: tuple[Contact, ...] = ()
    years: tuple[int, int] | None = None
    measure: Measure = em_width

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
    def stamp(self) -> str:
        """Plan, as-of date, version and findings in one line."""
        return self.say(
            "sheet.stamp",
            plan=self.plan.id,
            day=self.show_day(self.as_of),
            version=__version__,
            findings=len(self.findings),
        )

    def page(self, name: str, **given: object) -> Page:
        """Return a printed page with running title, sheet name, stamp and page number."""
        return lay_page(self.say, self.title, self.stamp, name, **given)


def shorten_names(plan: Plan) -> Plan:
    """Return the plan with the notice's title and the units' names as short as every table has them."""
    title = plan.header.title and cut_words(plan.header.title, LONGEST_NAME)
    units = tuple(
        replace(unit, name=cut_words(unit.name, LONGEST_NAME), short=cut_words(unit.short, LONGEST_SHORT))
        for unit in plan.units
    )
    return replace(plan, notice=replace(plan.notice, header=replace(plan.header, title=title)), units=units)


def lay_page(say: Wording, title: str, stamp: str, name: str, **given: object) -> Page:
    """Return a printed page with running title, sheet name, stamp and page number."""
    left, right = f"&L&8 {_running(cut_words(title, _LONGEST_TITLE))}", f"&R&8 {_running(name)}"
    cut = f"{left}&C&8 {_running(say('sheet.page-cut'))}{right}"
    footer = f"&L&8 {_running(cut_words(stamp, _LONGEST_STAMP))}&R&8 {say('sheet.page-number')}"
    return Page(header=left + right, cut=cut, footer=footer, **given)  # type: ignore[arg-type]  # checked by Page's own fields


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
