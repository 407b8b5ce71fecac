"""The verb for a whole province: survey."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import click

from responsibility.cli.options import FOLDER, get_wording, matrix_option
from responsibility.cli.progress import Spinner
from responsibility.errors import OutputError, ResponsibilityError, SettingsError
from responsibility.language.wording import Wording, tell_error
from responsibility.system.corpus import (
    Pending,
    clear_stale,
    drop_nested,
    gather,
    list_sources,
    map_cluster,
    need_extra,
)
from responsibility.system.evidence import refuse_missing
from responsibility.system.guard import read_guarded
from responsibility.system.inputs import read_matrix
from responsibility.system.office import office_converter
from responsibility.system.outputs import lock_folder, replace_file
from responsibility.system.pools import count_cores, map_apart
from responsibility.workflows.project import find_matrix, furnish
from responsibility.workflows.surveying import TABLES, Surveyor, Tally, hash_reading, summarize

Engine = Callable[[Surveyor, Iterable[tuple[Pending, ...]]], Iterator[Tally | ResponsibilityError]]


@click.command(help="cli.survey")
@click.argument("sources", nargs=-1, type=FOLDER)
@click.option("--list", "listed", type=FOLDER, help="cli.option.list")
@click.option("--column", default="", help="cli.option.column")
@click.option("--processes", type=click.IntRange(1), default=None, help="cli.option.processes")
@click.option("--scheduler", default="", help="cli.option.scheduler")
@click.option("--output", type=FOLDER, default=Path("survey"), help="cli.option.survey_output")
@matrix_option
def survey(  # noqa: PLR0917  # click passes them by name
    sources: tuple[Path, ...], listed: Path | None, column: str, processes: int | None, scheduler: str, output: Path,
    matrix: Path | None,
) -> int:  # fmt: skip
    """Read many notices into a data set, which then holds exactly what the sources hold; what is there stays."""
    need_extra("pyarrow", "survey")
    if scheduler:
        need_extra("distributed", "cluster")
    paths = [*sources, *(map(Path, listed.read_text("utf-8").splitlines()) if listed else ())]
    if not paths:
        raise SettingsError("NO_SOURCE")
    refuse_missing(path for path in paths if not any(sign in str(path) for sign in "*?["))
    root = find_matrix(matrix)
    folder = read_matrix(root, plans=False) if root else None
    house = furnish(folder, get_wording().language, office_converter(), read_guarded)
    surveyor = Surveyor(house, output.resolve(), hash_reading(house, folder.inputs if folder else {}))
    with lock_folder(output), Spinner() as progress:
        list_all = partial(list_sources, drop_nested(paths), column)
        progress.expect(_count(list_all(), progress) if progress.is_seen else 0)
        tallies = _run(surveyor, gather(list_all()), scheduler, processes or count_cores())
        return _survey(surveyor, tallies, progress)


def _count(sources: Iterable[Pending], progress: Spinner) -> int:
    """Count the notices before they are read, which takes a hundredth of reading them."""
    total = 0
    for total, _ in enumerate(sources, 1):
        if total % 1_000 == 0:
            progress(get_wording()("cli.survey_counting", count=total))
    return total


def _run(
    surveyor: Surveyor, batches: Iterable[tuple[Pending, ...]], scheduler: str, processes: int
) -> Iterator[Tally | ResponsibilityError]:
    if scheduler:
        return map_cluster(scheduler, surveyor, batches)
    return map_apart(surveyor, batches, processes) if processes > 1 else map(surveyor, batches)


def _survey(surveyor: Surveyor, tallies: Iterable[Tally | ResponsibilityError], progress: Spinner) -> int:
    """Count what was read, and once all of it is there sum it up; return the exit code."""
    wording, lost, done = surveyor.house.wording, 0, 0
    digests: dict[str, Tally] = {}
    for each in tallies:
        if isinstance(each, ResponsibilityError):
            click.echo(tell_error(each, wording), err=True)
            lost += 1
            continue
        digests[each.digest] = each
        done += each.documents + each.failures
        progress.reach(done)
        progress(wording("cli.surveying", rate=progress.rate))
    if not lost:
        # Only then is it known what no longer belongs here.
        clear_stale(surveyor.output, TABLES, set(digests))
        for path, data in summarize(surveyor.output, sorted(digests)):
            (surveyor.output / path).parent.mkdir(exist_ok=True)
            replace_file(surveyor.output / path, data)
    _tell(digests.values(), lost, wording)
    return OutputError.exit_code if lost else 0


def _tell(tallies: Iterable[Tally], lost: int, wording: Wording) -> None:
    known = tuple(tallies)
    words = wording(
        "cli.surveyed",
        documents=sum(each.documents for each in known),
        failures=sum(each.failures for each in known),
        read=sum(each.documents + each.failures for each in known if each.is_new),
    )
    click.echo(words)
    if lost:
        click.echo(wording("cli.survey_lost", count=lost), err=True)


VERBS = (survey,)
