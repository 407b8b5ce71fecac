"""Inspecting: joins the rooms for inspect: which tasks are looked at, the forms for it, and what came of them.

In: a period as collected. Out: Outputs for `system`, rows for inspections.csv. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from responsibility.errors import ResponsibilityError
from responsibility.paths import name_file
from responsibility.workflows.reports import Output

if TYPE_CHECKING:
    from responsibility.analysis.course.inspection import Inspection
    from responsibility.analysis.course.sampling import Likely, Risk
    from responsibility.language.wording import Wording
    from responsibility.settings import SourceSettings
    from responsibility.views.issued.inspection import Drawn
    from responsibility.workflows.collecting import Collected, File


def draw_inspections(done: Collected, known: tuple[Inspection, ...], seed: int | None = None) -> Drawn:
    """Draw a period's tasks. known: inspections of all periods; seed: that of the settings if not given."""
    from responsibility.analysis.course.sampling import draw_sample
    from responsibility.views.issued.inspection import Drawn

    rule, period = done.scene.settings.inspect, done.progress.period.id
    number = rule.seed if seed is None else seed
    draws = draw_sample(list_chances(done, known), rule, number, f"{done.scene.plan.id}/{period}")
    return Drawn(done.progress, draws, number)


def list_chances(done: Collected, known: tuple[Inspection, ...]) -> list[Likely]:
    """Say of every task that was reported what makes it worth a look, document order.

    done: the period without its own inspections, so that the draw is the same when their results are in.
    """
    from responsibility.analysis.course.lights import Standing, find_standing
    from responsibility.analysis.course.replies import index_answers
    from responsibility.analysis.course.sampling import STRATA, Likely, weigh_risks
    from responsibility.views.sheets.listing import list_records

    rule, ahead = done.scene.settings.inspect, done.scene.settings.progress.ahead_points
    said = {(row["item_id"], row["unit_id"]): row for row in list_records(done.progress.ledger)}
    day = done.progress.as_of.isoformat()
    seen = {each.item_id for each in known if each.period < done.progress.period.id}
    earlier = index_answers(done.earlier)
    chances = []
    for light in list_records(done.progress.lights):
        standing = find_standing(str(light["light"]), light["gap"], ahead)
        ended = done.scene.items[str(light["item_id"])].cancelled
        if standing is Standing.UNREPORTED or (ended and ended.since <= day):
            continue
        pair = (str(light["item_id"]), str(light["unit_id"]))
        share = light["percent"] if isinstance(light["percent"], float) else 0.0
        last = earlier[pair].percent if pair in earlier else None
        holds = {
            "red": light["light"] == "red",
            "jump": last is not None and round(share - last, 9) >= rule.jump_points,
            "wordless": standing is Standing.DONE and not said[pair]["done"],
            "fresh": pair[0] not in seen,
        }
        risks = _name_risks(holds)
        chances.append(Likely(pair[0], STRATA[standing], risks, weigh_risks(risks, rule)))
    return chances


def _name_risks(holds: Mapping[str, bool]) -> tuple[Risk, ...]:
    from responsibility.analysis.course.sampling import Risk

    return tuple(Risk(name) for name, applies in holds.items() if applies)


def take_forms(
    file: File, plan_id: str, say: Wording, limits: SourceSettings
) -> list[dict[str, str]] | ResponsibilityError:
    """Read the filled forms of one file; whatever is wrong with it is returned."""
    from responsibility.returns.inspected import read_forms

    if file.error is not None:
        return file.error
    try:
        return read_forms(file.data, file.name, plan_id, say, limits)
    except ResponsibilityError as error:
        return error


def report_inspection(done: Collected, sample: Drawn) -> Iterator[Output]:
    """Make 抽查核实表.xlsx and the table of chances."""
    import pandas as pd

    from responsibility.render.delimited import render_csv
    from responsibility.render.excel import render_book
    from responsibility.views.issued.inspection import build_inspection_book

    yield Output(
        name_file(done.scene.say, "inspection", ".xlsx"), render_book(build_inspection_book(done.scene, sample))
    )
    rows = [
        (
            draw.chance.item_id,
            draw.chance.stratum.value,
            " ".join(risk.value for risk in draw.chance.risks),
            draw.chance.weight,
            draw.probability,
            draw.is_drawn,
        )
        for draw in sample.draws
    ]
    yield Output("data/sample.csv", render_csv(pd.DataFrame(rows, columns=list(SAMPLE_COLUMNS))))


# One row a task that was reported. weight: how many times as likely as a plain one; probability: 0 to 1.
SAMPLE_COLUMNS = ("item_id", "stratum", "risks", "weight", "probability", "is_drawn")
