"""Making: one plan's outputs from its folder, and the key by which a later run knows that they still stand.

In: a Project. Out: Built values, or the error that stopped a plan; whoever called says and publishes them. A Maker
crosses to other processes, so that plans are made side by side.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from responsibility.errors import ResponsibilityError
from responsibility.later import Begin, begin_when_wanted
from responsibility.system.evidence import read_kept
from responsibility.system.inputs import list_plan_ids, read_plan_folder
from responsibility.system.log import foresee
from responsibility.system.program import describe_program, hash_files
from responsibility.workflows.comparing import (
    compare_scenes,
    find_before,
    list_strays,
    read_settled,
    tell_news,
)
from responsibility.workflows.portfolio import join_plan
from responsibility.workflows.project import Project, make_scene, read_plan
from responsibility.workflows.reports import Apply, Failure, Made, Output, add_failures, build_reports

if TYPE_CHECKING:
    from responsibility.analysis.change.decisions import Decision
    from responsibility.views.scene import Scene
    from responsibility.views.sheets.portfolio import Member

_WITH_NEWS = "tasks"  # the report that tells what changed since the plan before


@dataclass(frozen=True, slots=True)
class Built:
    """One plan's outputs and all that is to be said of them.

    inputs: the hash of each file that they rest on. strays: decisions that could not be used. before: the plan before
    that could not be read, with why; its comparison is left out.
    """

    scene: Scene
    inputs: Mapping[str, str]
    outputs: tuple[Output, ...]
    failures: tuple[Failure, ...]
    strays: tuple[Decision, ...] = ()
    before: tuple[str, ResponsibilityError] | None = None


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the outputs of any plan of a project. only: keys of REPORTS; empty means all."""

    project: Project
    only: tuple[str, ...] = ()

    def list_inputs(self, plan_id: str) -> dict[str, str]:
        """Return the hash of each file that a plan's outputs rest on. Raises ResponsibilityError as reading does."""
        project = self.project
        _, own = read_plan_folder(project.root, plan_id)
        found = {**project.inputs, **own}
        if before := self._find_before(plan_id):
            from responsibility.analysis.change.decisions import DECISIONS

            found |= read_plan_folder(project.root, before)[1]
            decisions = read_kept(project.root, plan_id, DECISIONS.name)
            found |= {decisions.path: sha256(decisions.data).hexdigest()} if decisions else {}
        return dict(sorted(found.items()))

    def make_key(self, inputs: Mapping[str, object]) -> str:
        """Hash all that outputs rest on: the inputs given, the program, the language and the fonts named."""
        house = self.project.house
        fonts = hash_files(house.settings.output.font_file)
        parts = {
            "program": describe_program(), "language": house.wording.language, "fonts": fonts, "inputs": dict(inputs)
        }  # fmt: skip
        return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def try_plan(
        self,
        plan_id: str,
        apply: Apply = map,
        begin: Begin = begin_when_wanted,
        tell: Callable[[str], None] = lambda _: None,
    ) -> Built | ResponsibilityError:
        """Make one plan's outputs, or return what stopped it.

        apply: how its reports are made. begin: as for `analyze`. tell: is given each path made.
        """
        try:
            return self._make(plan_id, apply, begin, tell)
        except Exception as error:
            return foresee(error, (self.project.root / "plans" / plan_id).as_posix())

    def join_standing(self, found: tuple[str, int]) -> Member:
        """Read a plan, given with how many findings it has, whose outputs stand."""
        return join_plan(self.project.read(found[0])[0], self.project.house, found[1])

    def _make(self, plan_id: str, apply: Apply, begin: Begin, tell: Callable[[str], None]) -> Built:
        plan, inputs = self.project.read(plan_id)
        built = Built(make_scene(plan, self.project.house, begin), inputs, (), ())
        if not self.only or _WITH_NEWS in self.only:
            built = self._add_news(built)
        # Strays and a plan before that cannot be read are told by every run, so no run may pass this plan over.
        key = "" if built.strays or built.before else self.make_key(built.inputs)

        def build(scene: Scene) -> Built:
            made = tuple(_tell_each(build_reports(scene, built.inputs, self.only, apply, key), tell))
            outputs = tuple(each for each in made if isinstance(each, Output))
            return replace(
                built, scene=scene, outputs=outputs, failures=tuple(each for each in made if isinstance(each, Failure))
            )

        first = build(built.scene)
        # Once more, so that every output counts and tells what could not be made.
        return build(add_failures(first.scene, first.failures)) if first.failures else first

    def _find_before(self, plan_id: str) -> str | None:
        return find_before(plan_id, list_plan_ids(self.project.root), self.project.house)

    def _add_news(self, built: Built) -> Built:
        """Compare with the plan before, if any, for the covers of the task books.

        A plan before that cannot be read takes the covers with it, not the plan.
        """
        project, plan_id = self.project, built.scene.plan.id
        before = self._find_before(plan_id)
        if before is None:
            return built
        try:
            folder, more = read_plan_folder(project.root, before)
            old = make_scene(read_plan(folder, project.house), project.house)
            decisions, settled = read_settled(project.root, plan_id)
            inputs = dict(sorted({**built.inputs, **more, **settled}.items()))
            news = tell_news(old, built.scene, compare_scenes(old, built.scene, project.house, decisions))
            strays = tuple(list_strays(old, built.scene, decisions))
        except Exception as error:
            return replace(built, before=(before, foresee(error, (project.root / "plans" / before).as_posix())))
        return replace(built, scene=replace(built.scene, news=news), inputs=inputs, strays=strays)


def _tell_each(made: Iterable[Made], tell: Callable[[str], None]) -> Iterator[Made]:
    for each in made:
        tell(each.path)
        yield each
