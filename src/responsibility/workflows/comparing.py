"""Comparing: joins the rooms for compare; nothing else.

In: the scenes of two plans, a person's decisions, the last answers to the old one. Out: Outputs to publish.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from responsibility.errors import SettingsError
from responsibility.paths import name_file
from responsibility.system.evidence import read_kept
from responsibility.system.inputs import decode_table
from responsibility.workflows.project import House, year_of
from responsibility.workflows.reports import Output

if TYPE_CHECKING:
    from pandas import DataFrame

    from responsibility.analysis.change.compare import Changes
    from responsibility.analysis.change.decisions import Decision
    from responsibility.analysis.course.replies import Answer
    from responsibility.views.scene import News, Scene

_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_TABLES = ("matches", "items", "units", "shares", "targets")


def find_before(plan_id: str, known: Iterable[str], house: House) -> str | None:
    """Return the id of the plan before: as settings say, else the latest with an equal id but an earlier year.

    Raises SettingsError where settings name a plan that is not there.
    """
    others = set(known) - {plan_id}
    named = house.settings.compare.before.get(plan_id)
    if named is None:
        year, stem = _part_year(plan_id)
        years = {when: other for other in others for when, same in (_part_year(other),) if same == stem}
        return max(((when, other) for when, other in years.items() if when < year), default=(0, None))[1]
    if named and named not in others:
        raise SettingsError("NO_SUCH_PLAN", "[compare] before", plan=named, known=tuple(sorted(others)))
    return named or None


def _part_year(plan_id: str) -> tuple[int, str]:
    """Part an id into its year and the rest; 0 where it has none.

    >>> _part_year("green-2023")
    (2023, 'green-*')
    """
    found = _YEAR.search(plan_id)
    return (int(found[0]), f"{plan_id[: found.start()]}*{plan_id[found.end() :]}") if found else (0, plan_id)


def read_settled(root: Path, plan_id: str) -> tuple[tuple[Decision, ...], dict[str, str]]:
    """Read what a person settled about matches with the plan before; with the hash of the file read."""
    from responsibility.analysis.change.decisions import DECISIONS, parse_decisions

    source = read_kept(root, plan_id, DECISIONS.name)
    if source is None:
        return (), {}
    return parse_decisions(decode_table(source), source.path), {source.path: sha256(source.data).hexdigest()}


def compare_scenes(old: Scene, new: Scene, house: House, decisions: Sequence[Decision] = ()) -> Changes:
    """Say what changed, with units that a reform renamed taken for one."""
    from responsibility.analysis.change.compare import compare_plans, list_successors

    before, after = year_of(old.plan), year_of(new.plan)
    years = after - before if before and after else 0
    successors = list_successors(house.registry.units)
    return compare_plans(old.frames, new.frames, house.settings, successors, decisions, years=years)


def list_strays(old: Scene, new: Scene, decisions: Sequence[Decision]) -> list[Decision]:
    """List the decisions about items that the two plans do not have: made for another plan, or mistyped."""
    return [each for each in decisions if each.old_id not in old.items or each.new_id not in new.items]


def report_changes(old: Scene, new: Scene, changes: Changes, answers: Sequence[Answer] = ()) -> Iterator[Output]:
    """Make 变更表.xlsx, index.html, the tables, decisions.csv to fill in, and each unit's next sheet with its cover.

    answers: the last ones to the old plan; they go forward along certain matches only.
    """
    from responsibility.render.delimited import render_csv
    from responsibility.render.excel import render_book
    from responsibility.render.lists import render_tables
    from responsibility.views.issued.books import build_task_book
    from responsibility.views.sheets.changes import build_changes_book
    from responsibility.workflows.collecting import carry, list_own

    book = build_changes_book(old, new, changes)
    yield Output("index.html", render_tables(book, new.say))
    yield Output(name_file(new.say, "changes", ".xlsx"), render_book(book))
    for name in _TABLES:
        yield Output(f"data/{name}.csv", render_csv(getattr(changes, name)))
    yield Output("decisions.csv", render_csv(_draft_decisions(old, new, changes)))
    told, carried = replace(new, news=tell_news(old, new, changes)), changes.carried()
    for unit in new.plan.units:
        own = _move_answers(list_own(answers, unit.id), carried.items())
        sheet = carry(new, build_task_book(told, unit), own)
        yield Output(new.task_path(unit), render_book(sheet))


def tell_news(old: Scene, new: Scene, changes: Changes) -> News:
    """Say what changed for each unit of the new plan."""
    from responsibility.views.naming import cite_title
    from responsibility.views.scene import News
    from responsibility.views.sheets.changes import list_news

    plans = new.say("changes.cover.plans", old=cite_title(old.title), new=cite_title(new.title))
    return News(list_news(old, new, changes), plans)


def _move_answers(answers: dict[str, Answer], carried: Iterable[tuple[str, str]]) -> dict[str, Answer]:
    return {later: replace(answers[earlier], item_id=later) for earlier, later in carried if earlier in answers}


def _draft_decisions(old: Scene, new: Scene, changes: Changes) -> DataFrame:
    """Lay the doubtful pairs out for a person to write 是 or 否 beside, with the words that help."""
    import pandas as pd

    from responsibility.analysis.change.decisions import DECISION_COLUMNS

    rows = [
        (one, other, "", "", "", certainty, old.items[one].title, new.items[other].title)
        for one, other, certainty in zip(
            changes.doubtful["old_id"], changes.doubtful["new_id"], changes.doubtful["certainty"], strict=True
        )
    ]
    return pd.DataFrame(rows, columns=[*DECISION_COLUMNS, "certainty", "old_title", "new_title"])
