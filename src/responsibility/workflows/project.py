"""Project: what every workflow is furnished with: settings, registry, words, and a plan looked at from all sides.

In: what `system` read. Out: values for `cli` to print or `system` to publish. Pure but for the converter of old
office formats, which is given from above.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from responsibility.errors import OutputError
from responsibility.extract import extract_document
from responsibility.extract.source import Guard
from responsibility.kinds import Severity
from responsibility.language.lexicon import Lexicon, Tables, load_lexicon
from responsibility.language.wording import Wording, load_wording
from responsibility.later import Begin, begin_when_wanted
from responsibility.model import Finding, Override, Plan
from responsibility.parse import parse_notice
from responsibility.parse.facts.header import tell_when
from responsibility.patterns import late
from responsibility.registry import Registry, load_base, parse_registry
from responsibility.resolve import resolve_plan
from responsibility.resolve.dismissals import DISMISSALS, parse_dismissals
from responsibility.resolve.meetings import MEETINGS, decide_items
from responsibility.resolve.overrides import OVERRIDES, parse_overrides
from responsibility.settings import Settings, parse_settings
from responsibility.system.inputs import PLAN_TABLES, MatrixFolder, PlanFolder, SourceFile, read_plan_folder

if TYPE_CHECKING:
    from responsibility.analysis import Analysis
    from responsibility.analysis.course.period import Period
    from responsibility.frames import Frames
    from responsibility.views.scene import Scene

Convert = Callable[[bytes, str], bytes]


@dataclass(frozen=True, slots=True)
class House:
    """What every plan is read with. aliases: the lines of aliases.csv, to quote the one a match rests on."""

    settings: Settings
    registry: Registry
    lexicon: Lexicon
    wording: Wording
    convert: Convert | None = None
    aliases: tuple[str, ...] = ()
    guard: Guard | None = None


def furnish(
    folder: MatrixFolder | None, language: str = "zh", convert: Convert | None = None, guard: Guard | None = None
) -> House:
    """Make settings, registry, lexicon and wording from a matrix folder, or the defaults without one.

    Raises SettingsError or RegistryError naming file and line.
    """
    base = load_base()
    if folder is None:
        registry = parse_registry("", base=base)
        return House(Settings(), registry, load_lexicon(), load_wording(language), convert, guard=guard)
    settings = parse_settings(folder.settings, str(folder.root / "settings.toml"))
    places = (settings.place.name, *settings.place.also)
    tables = folder.units, folder.aliases, folder.groups
    return House(
        settings,
        parse_registry(*tables, base=base, where=str(folder.root), places=places),
        load_lexicon(cast(Tables, folder.lexicon) or None),
        load_wording(language, folder.wording),
        convert,
        tuple(folder.aliases.splitlines()),
        guard,
    )


def read_notice(
    source: SourceFile, house: House, plan_id: str = "", overrides: Iterable[Override] = (), meetings: str = ""
) -> Plan:
    """Read one notice: bytes to a plan. meetings: the text of meetings.csv. Raises SourceError if it cannot be read."""
    document = extract_document(
        source.data, source.name, limits=house.settings.sources, convert=house.convert, guard=house.guard
    )
    notice, decided = decide_items(parse_notice(document, house.lexicon), meetings, f"plans/{plan_id}/{MEETINGS.name}")
    return resolve_plan(notice, house.registry, house.settings, (*overrides, *decided), plan_id)


def read_plan(folder: PlanFolder, house: House) -> Plan:
    """Read a plan of the matrix folder with its corrections, what meetings decided and what was set aside."""
    where = f"plans/{folder.id}"
    overrides = parse_overrides(folder.overrides, f"{where}/{OVERRIDES.name}")
    plan = read_notice(folder.notice, house, folder.id, overrides, folder.meetings)
    unread = (
        [Finding("PLAN_FILE_UNREAD", Severity.WARNING, params={"names": "、".join(folder.unread)})]
        if folder.unread
        else []
    )
    return replace(
        plan,
        findings=(*plan.findings, *unread),
        dismissals=parse_dismissals(folder.dismissals, f"{where}/{DISMISSALS.name}"),
        tables=tuple((f"{name}.csv", getattr(folder, name)) for name in PLAN_TABLES),
    )


_YEARS = late(r"(20\d\d)年?\s*[-—–~～至到]+\s*20\d\d年")


def year_of(plan: Plan) -> int | None:
    """Return the year in which the days of a plan lie that name none: that of its title, else of its issue."""
    return tell_when(plan.header, plan.notice.document.text).year


def list_years(plan: Plan) -> tuple[int, int] | None:
    """Return the first and the last year that a plan runs: of its title, or of its issue where that is later.

    What is issued in December for the year to come begins in that year. None where nothing names a year.
    """
    issued_on = plan.header.issued_on or plan.header.published_on
    last = max(year_of(plan) or 0, issued_on.year if issued_on else 0)
    found = _YEARS.search(plan.header.title or "")
    return (int(found[1]) if found else last, last) if last else None


def analyze_plan(plan: Plan, house: House, begin: Begin = begin_when_wanted) -> tuple[Frames, Analysis]:
    """Lay the plan out as tables and ask every question; the last is what no font draws. begin: as for `analyze`."""
    from responsibility.analysis import analyze
    from responsibility.frames import frame_plan
    from responsibility.render.fonts import tell_missing

    _check_size(plan, house.settings.output.pairs)
    frames = frame_plan(plan)
    analysis = analyze(frames, house.settings, plan, begin)
    missing = tell_missing(plan, house.settings.output.font_file)
    return frames, replace(analysis, findings=(*analysis.findings, *missing))


def _check_size(plan: Plan, limit: int) -> None:
    """Raise OutputError, naming the item of most units, where tables of units beside units would have no end."""
    counts = Counter(each.item_id for each in plan.assignments)
    together = sum(count * (count - 1) for count in counts.values())
    pairs = min(together, len(plan.units) * (len(plan.units) - 1)) // 2
    if pairs > limit:
        item, most = max(counts.items(), key=lambda each: each[1])
        where = f"plans/{plan.id}/{plan.notice.document.name}"
        raise OutputError("TOO_MANY_PAIRS", where, pairs=pairs, limit=limit, item=item, count=most)


def word_plan(plan: Plan, wording: Wording) -> Wording:
    """Return the wording in which a plan is spoken of: its papers are written so, and read so when they come back."""
    return wording.of_problems() if plan.is_rectification else wording


def make_scene(plan: Plan, house: House, begin: Begin = begin_when_wanted) -> Scene:
    """Analyse a plan and look everything up, once for all that is made from it. begin: as for `analyze`."""
    from responsibility.analysis.course.contacts import CONTACTS, parse_contacts
    from responsibility.analysis.course.inspection import INSPECTIONS, parse_inspections
    from responsibility.analysis.course.refinement import GOALS, list_accepted
    from responsibility.analysis.course.steps import STEPS, list_steps
    from responsibility.views.naming import name_items
    from responsibility.views.scene import Scene

    frames, analysis = analyze_plan(plan, house, begin)
    scene = Scene(plan, frames, word_plan(plan, house.wording), house.settings, analysis)
    texts, where = dict(plan.tables), f"plans/{plan.id}/"
    place = f"{where}{INSPECTIONS.name}"
    inspections = parse_inspections(
        texts.get(INSPECTIONS.name, ""),
        name_items(plan),
        lambda words: meant_period(words, house, plan, place).id,
        place,
    )
    steps = list_steps(texts.get(STEPS.name, ""), texts.get(MEETINGS.name, ""), inspections, where)
    goals = list_accepted(texts.get(GOALS.name, ""), decide_refinements(plan), f"{where}{GOALS.name}")
    contacts = parse_contacts(texts.get(CONTACTS.name, ""), f"{where}{CONTACTS.name}")
    return replace(scene, inspections=inspections, steps=steps, goals=goals, contacts=contacts, years=list_years(plan))


def decide_refinements(plan: Plan) -> dict[tuple[str, str], tuple[str, str]]:
    """Read what the office decided on the pieces that units sent, by unit and task."""
    from responsibility.analysis.course.refinement import REFINEMENTS, parse_refinements
    from responsibility.analysis.course.score import Finders
    from responsibility.views.naming import name_items, name_units

    find = Finders(name_units(plan), name_items(plan), str)
    text = dict(plan.tables).get(REFINEMENTS.name, "")
    return parse_refinements(text, find, f"plans/{plan.id}/{REFINEMENTS.name}")


def meant_period(words: str, house: House, plan: Plan, where: str = "") -> Period:
    """Read a period as people write it; the plan's year where none is written. where: the words stand."""
    from responsibility.analysis.course.period import parse_period

    years = list_years(plan)
    return parse_period(words, house.settings.progress, years[0] if years else None, where)


def find_matrix(named: Path | None) -> Path | None:
    """Return the matrix folder to use: the one named, else ./matrix where there is one."""
    return named or (Path("matrix") if Path("matrix").is_dir() else None)


@dataclass(frozen=True, slots=True)
class Project:
    """A matrix folder as a verb works on it. inputs: hashes of the files with which every plan is read."""

    root: Path
    house: House
    inputs: Mapping[str, str]
    plan_ids: tuple[str, ...]

    def read(self, plan_id: str) -> tuple[Plan, dict[str, str]]:
        """Read one plan; with the hash of each file that it rests on."""
        folder, inputs = read_plan_folder(self.root, plan_id)
        return read_plan(folder, self.house), dict(sorted({**self.inputs, **inputs}.items()))
