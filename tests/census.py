"""Census: the names that no register knows, over a folder of notices, most frequent first.

    python tests/census.py FOLDER

Reads every notice of FOLDER (and of the folders in it) with the general register alone. One line a name: how often it
is named, in how many notices, whether it stands for many units, the name, and its first place. Each is a unit of its
place, a collective, or a fault of the reader; which of them, a person judges.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from effect import SUFFIXES
from responsibility.errors import ResponsibilityError
from responsibility.kinds import Match
from responsibility.model import Plan
from responsibility.registry import Registry, load_base
from score import read_plan

_AROUND = 12  # characters before and behind a name that show where it stands


@dataclass(slots=True)
class Stranger:
    """A name that no register knows. place: its first mention with the words around it."""

    kind: str
    place: str
    count: int = 0
    notices: set[str] = field(default_factory=set)


def count_strangers(plans: Iterable[tuple[str, Plan]]) -> dict[str, Stranger]:
    """Count the unknown names of plans, each under its notice's name; most frequent first, then by name."""
    found: dict[str, Stranger] = {}
    for notice, plan in plans:
        kinds = {unit.id: unit.kind for unit in plan.units}
        text = plan.notice.document.text
        for each in plan.assignments:
            if each.match is Match.UNKNOWN:
                around = text[max(0, each.span.start - _AROUND) : each.span.end + _AROUND]
                one = found.setdefault(each.name, Stranger(kinds[each.unit_id], f"{notice}: {around}"))
                one.count += 1
                one.notices.add(notice)
    return dict(sorted(found.items(), key=lambda each: (-each[1].count, each[0])))


def read_folder(folder: Path) -> Iterator[tuple[str, Plan]]:
    """Read every notice of a folder with the general register alone."""
    general = Registry.empty(load_base())
    for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES):
        try:
            yield str(path.relative_to(folder)), read_plan(path, general)
        except ResponsibilityError:
            continue  # not a notice


def main(folder: Path) -> None:
    """Print the census of a folder, and its sums."""
    plans = list(read_folder(folder))
    found = count_strangers(plans)
    for name, each in found.items():
        place = " ".join(each.place.split())
        sys.stdout.write(f"{each.count}\t{len(each.notices)}\t{each.kind}\t{name}\t{place}\n")
    unknown = sum(each.count for each in found.values())
    mentions = sum(len(plan.assignments) for _, plan in plans)
    sys.stdout.write(f"all\t{len(found)} names, {unknown} of {mentions} mentions in {len(plans)} texts\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
