"""Comparing: joins the rooms for compare; nothing else.

In: the scenes of two plans, a person's decisions, the last answers to the old one. Out: Outputs to publish.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from responsibility.analysis.decisions import DECISION_COLUMNS, Decision
from responsibility.collecting import carry, list_own
from responsibility.pipeline import House
from responsibility.reports import Output

if TYPE_CHECKING:
    from pandas import DataFrame

    from responsibility.analysis.compare import Changes
    from responsibility.analysis.replies import Answer
    from responsibility.views.scene import Scene

_TABLES = ("matches", "items", "units", "shares", "targets")


def compare_scenes(old: Scene, new: Scene, house: House, decisions: Sequence[Decision] = ()) -> Changes:
    """Say what changed, with units that a reform renamed taken for one."""
    from responsibility.analysis.compare import compare_plans, list_successors

    return compare_plans(old.frames, new.frames, house.settings, list_successors(house.registry.units), decisions)


def report_changes(old: Scene, new: Scene, changes: Changes, answers: DataFrame | None = None) -> Iterator[Output]:
    """Make 变更表.xlsx, index.html, the tables, decisions.csv to fill in, and each unit's next sheet.

    answers: the last ones to the old plan; they go forward along certain matches only.
    """
    from responsibility.render.delimited import render_csv
    from responsibility.render.excel import render_book
    from responsibility.render.tables import render_tables
    from responsibility.views.books import build_task_book
    from responsibility.views.carrying import add_news
    from responsibility.views.changes import build_changes_book, list_news

    book = build_changes_book(old, new, changes)
    yield Output("index.html", render_tables(book, new.say))
    yield Output("变更表.xlsx", render_book(book))
    for name in _TABLES:
        yield Output(f"data/{name}.csv", render_csv(getattr(changes, name)))
    yield Output("decisions.csv", render_csv(_draft_decisions(old, new, changes)))
    news, carried = list_news(old, new, changes), changes.carried()
    stamp = new.say("changes.stamp", old=old.title, new=new.title, old_id=changes.old_id, new_id=changes.new_id)
    for unit in new.plan.units:
        sheet = build_task_book(new, unit)
        if answers is not None:
            sheet = carry(new, sheet, _move_answers(list_own(answers, unit.id), carried.items()))
        yield Output(new.task_path(unit), render_book(add_news(sheet, new, news[unit.id], stamp)))


def _move_answers(answers: dict[str, Answer], carried: Iterable[tuple[str, str]]) -> dict[str, Answer]:
    return {later: answers[earlier]._replace(item_id=later) for earlier, later in carried if earlier in answers}


def _draft_decisions(old: Scene, new: Scene, changes: Changes) -> DataFrame:
    """Lay the doubtful pairs out for a person to write 是 or 否 beside, with the words that help."""
    import pandas as pd

    rows = [
        (one, other, "", "", "", certainty, old.items[one].title, new.items[other].title)
        for one, other, certainty in zip(
            changes.doubtful["old_id"], changes.doubtful["new_id"], changes.doubtful["certainty"], strict=True
        )
    ]
    return pd.DataFrame(rows, columns=[*DECISION_COLUMNS, "certainty", "old_title", "new_title"])
