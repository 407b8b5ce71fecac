"""The verbs that read: read, check and explain."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from responsibility.cli.options import (
    Trouble,
    exit_code,
    get_wording,
    matrix_option,
    open_project,
    plan_option,
    print_summary,
)
from responsibility.errors import SettingsError
from responsibility.kinds import Severity
from responsibility.language.wording import Wording
from responsibility.model import Assignment, Finding, Item, Plan
from responsibility.resolve.dismissals import Settled
from responsibility.rows import write_rows
from responsibility.spans import Span
from responsibility.system.guard import read_guarded
from responsibility.system.inputs import read_matrix, read_source
from responsibility.system.office import office_converter
from responsibility.views.contract import (
    ASSIGNMENT_HEADS,
    build_assignment_rows,
    build_finding_line,
    build_item_rows,
    build_quote,
    build_reading,
    list_findings,
)
from responsibility.views.entries import show_fields, show_people, show_stages
from responsibility.views.findings import gather_findings, settle_findings, show_place, speak_finding
from responsibility.views.matters import group_findings, speak_matter
from responsibility.workflows.project import House, analyze_plan, find_matrix, furnish, read_notice, word_plan


@click.command("read", help="cli.read")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", help="cli.option.format"
)
@matrix_option
def read_file(file: Path, form: str, matrix: Path | None) -> int:
    """Read any one notice, with or without a project folder."""
    root = find_matrix(matrix)
    house = furnish(
        read_matrix(root, plans=False) if root else None, get_wording().language, office_converter(), read_guarded
    )
    plan = read_notice(read_source(file), house, file.stem)
    if form == "json":
        _print_json(build_reading(plan, house.wording))
    elif form == "csv":
        rows = ([row[head] for head in ASSIGNMENT_HEADS] for row in build_assignment_rows(plan))
        click.echo(write_rows(ASSIGNMENT_HEADS, rows), nl=False)
    else:
        return _print_reading(plan, house)
    return 0  # a program finds the findings in what it reads


def _print_json(value: object) -> None:
    """Print a value with a line for each entry, which Python's own writer takes ten times as long for."""
    try:
        written = msgspec.json.encode(value)
    except UnicodeEncodeError:  # the name of a file in no known coding
        written = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
    sys.stdout.write(msgspec.json.format(written, indent=1).decode() + "\n")


def _print_reading(plan: Plan, house: House) -> int:
    """Print tasks and units, and what stands against the whole; 1 exactly where an error does."""
    header, wording = plan.header, word_plan(plan, house.wording)
    parts = (header.title, header.issuer, header.document_number, header.issued_on and header.issued_on.isoformat())
    click.echo("  ".join(part for part in parts if part))
    for item_id, number, title, units in build_item_rows(plan, wording):
        click.echo(f"{item_id:<8} {number} {title}")
        if units:
            click.echo(f"{'':<8} {units}")
    findings = gather_findings(plan, house.settings)
    for each in findings:
        if each.severity is Severity.ERROR:
            click.echo(build_finding_line(each, plan, wording, plan.notice.document.name))
    print_summary(plan, wording, findings)
    return exit_code(findings)


@click.command(help="cli.check")
@click.argument("plans", nargs=-1)
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="cli.option.format"
)
@click.option("--text-only", is_flag=True, help="cli.option.text_only")
@click.option("--all", "whole", is_flag=True, help="cli.option.all")
@click.option("--dismissed", is_flag=True, help="cli.option.dismissed")
@plan_option
@matrix_option
def check(  # noqa: PLR0917  # click passes them by name
    form: str,
    text_only: bool,
    whole: bool,
    dismissed: bool,
    plans: tuple[str, ...],
    plan_id: str | None,
    matrix: Path | None,
) -> int:
    """Print what is to be decided, or all findings, like a compiler's; 1 exactly where an error among them stands.

    Formats for programs have all findings. What a person dismissed is counted, and listed where it is asked for.
    """
    project = open_project(matrix, (*plans, *([plan_id] if plan_id else ())))
    trouble, listed = Trouble(project), list[dict[str, object]]()
    for name in project.plan_ids:
        with trouble.alone(name):
            plan, _ = project.read(name)
            wording = word_plan(plan, project.house.wording)
            each = _settle(plan, project.house, text_only)
            if form == "json":
                listed += _list_findings(plan, each, wording, dismissed)
            elif whole or dismissed or form == "github":
                shown = tuple(finding for finding, _ in each.dismissed) if dismissed else each.kept
                _print_findings(plan, shown, wording, form == "github")
            else:
                _print_matters(plan, each.kept, project.house)
            if each.dismissed and form == "text":
                _print_dismissed(each, wording, dismissed)
            trouble.code = max(trouble.code, exit_code(each.kept))
    if form == "json":
        _print_json(listed)
    return trouble.code


def _settle(plan: Plan, house: House, text_only: bool) -> Settled:
    more = () if text_only else analyze_plan(plan, house)[1].findings
    return settle_findings(plan, house.settings, more, whole=not text_only)


def _print_matters(plan: Plan, findings: tuple[Finding, ...], house: House) -> None:
    """Print each decision with its reason and the lines that settle it at once."""
    say, matters = word_plan(plan, house.wording), group_findings(plan, findings)
    shown = matters[: house.settings.page.decisions]
    for place, matter in enumerate(shown, 1):
        what, why = speak_matter(plan, matter, say)
        click.echo(f"{place}. {what}\n   {why}")
        for way in matter.ways:
            if way.rows:
                line = ",".join(way.rows[0].values())
                path = f"plans/{plan.id}/{way.act.value}"
                click.echo(f"   {say('matter.settle', path=path, count=len(way.rows), line=line)}")
    if not matters:
        click.echo(say("matter.none"))
    if len(matters) > len(shown):
        click.echo(say("matter.left", count=len(matters) - len(shown)))
    print_summary(plan, say, findings)


def _list_findings(plan: Plan, settled: Settled, wording: Wording, dismissed: bool) -> list[dict[str, object]]:
    """Return the findings kept, or those dismissed, each with the reason, as JSON has them."""
    gone = settled.dismissed if dismissed else ()
    found = [finding for finding, _ in gone] if dismissed else settled.kept
    whys: list[dict[str, str]] = [{"reason": one.reason, "by": one.by} for _, one in gone] or [{} for _ in found]
    built = list_findings(found, plan, wording)
    return [{"plan": plan.id, **each, **why} for each, why in zip(built, whys, strict=True)]


def _print_dismissed(settled: Settled, wording: Wording, whole: bool) -> None:
    click.echo(wording("cli.dismissed", count=len(settled.dismissed)))
    used = {each.line: each for _, each in settled.dismissed} if whole else {}
    for each in used.values():
        count = sum(one is each for _, one in settled.dismissed)
        day = each.day.isoformat() if each.day else ""
        words = wording(
            "cli.dismissed_line", line=each.line, rule=each.rule, count=count, reason=each.reason, by=each.by, day=day
        )
        click.echo(f"  {words}")


_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def _print_findings(plan: Plan, findings: tuple[Finding, ...], wording: Wording, github: bool) -> None:
    path = f"plans/{plan.id}/{plan.notice.document.name}"
    for finding in findings:
        if github:
            place = show_place(plan.notice.document, finding.span, wording)
            words = f"{place} {finding.item_id or ''}: {speak_finding(finding, 'text', wording)}"
            # GitHub ends a message at a line break unless it is written so.
            words = words.replace("%", "%25").replace("\n", "%0A")
            click.echo(f"::{_GITHUB[finding.severity]} file={path},title={finding.code}::{words}")
        else:
            click.echo(build_finding_line(finding, plan, wording, path))
    if not github:
        print_summary(plan, wording, findings)


@click.command(help="cli.explain")
@click.argument("item")
@click.argument("unit", required=False)
@plan_option
@matrix_option
def explain(item: str, unit: str | None, plan_id: str | None, matrix: Path | None) -> int:
    """Show why a unit has its role in an item, what stands beside an item, or what a rule asks and found."""
    project = open_project(matrix, [plan_id] if plan_id else ())
    trouble, shown = Trouble(project), 0
    is_item = unit is None and f"finding.{item}.text" not in get_wording()
    if unit is None and not is_item:
        _explain_rule(item, get_wording())
    for each in project.plan_ids:
        with trouble.alone(each):
            plan, _ = project.read(each)
            if unit is None and not is_item:
                _print_found(item, plan, project.house)
            elif unit is None:
                shown += _print_beside(item, plan, project.house)
            else:
                shown += _print_assigned(item, unit, plan, project.house)
    if unit is not None and not shown and not trouble.code:
        raise SettingsError("NO_UNIT_IN_ITEM", unit=unit, item=item)
    if is_item and not shown and not trouble.code:
        _explain_rule(item, get_wording())  # which says that there is no such rule
    return trouble.code


def _print_assigned(item_id: str, word: str, plan: Plan, house: House) -> int:
    """Print the assignments of an item to the unit that a word names; return how many there are."""
    own = [each for each in plan.assignments if each.item_id == item_id and word in _names_of(plan, each)]
    for assignment in own:
        _print_assignment(plan, assignment, house)
    return len(own)


def _names_of(plan: Plan, assignment: Assignment) -> tuple[str, ...]:
    unit = next(unit for unit in plan.units if unit.id == assignment.unit_id)
    return (unit.id, unit.name, unit.short, assignment.mention, assignment.name)


def _print_beside(item_id: str, plan: Plan, house: House) -> int:
    """Print who answers for an item, its stages and fields, each with the words it rests on; 0 if it is not there."""
    item = next((item for item in plan.items if item.id == item_id), None)
    if item is None:
        return 0
    wording, document = house.wording, plan.notice.document
    click.echo(f"{document.name} {show_place(document, item.span, wording)} {item.id} {item.title}")
    told = [
        *_parts_of_problem(item, document.text, word_plan(plan, wording)),
        *((each.span, words) for each, words in zip(item.people, show_people(item.people), strict=True)),
        *((each.span, words) for each, words in zip(item.milestones, show_stages(item), strict=True)),
        *((each.span, words) for each, words in zip(item.fields, show_fields(item.fields), strict=True)),
    ]
    for span, words in told:
        click.echo(words if span.start < span.end else wording("cli.explain_added", words=words))
        for line in build_quote(document.text, span) if span.start < span.end else ():
            click.echo(f"  {line}")
    if not told:
        click.echo(wording("cli.explain_nothing"))
    return 1


def _parts_of_problem(item: Item, text: str, say: Wording) -> Iterator[tuple[Span, str]]:
    """Yield the goal and each measure of a problem with its place in the words of its item."""
    if item.problem is None:
        return
    at = item.span.start
    for head, words in (("goal", item.problem.goal), *(("content", each) for each in item.problem.measures)):
        found = text.find(words, at, item.span.end)
        at = max(at, found + len(words))
        if words:
            span = Span(found, at) if found >= 0 else item.span
            yield span, f"{say(f'sheet.appendix.{head}')}：{words}"


def _print_assignment(plan: Plan, assignment: Assignment, house: House) -> None:
    wording = house.wording
    item = next(item for item in plan.items if item.id == assignment.item_id)
    unit = next(unit for unit in plan.units if unit.id == assignment.unit_id)
    document = plan.notice.document
    click.echo(f"{document.name} {show_place(document, assignment.span, wording)} {item.id} {item.title}")
    for line in build_quote(document.text, assignment.span):
        click.echo(f"  {line}")
    match = wording(f"match.{assignment.match}")
    click.echo(wording("cli.explain_unit", mention=assignment.mention, unit=unit.name, match=match))
    if 0 < assignment.alias_line <= len(house.aliases):
        row = house.aliases[assignment.alias_line - 1]
        click.echo(wording("cli.alias_line", line=assignment.alias_line, row=row))
    role, basis = wording(f"role.{assignment.role}"), wording(f"basis.{assignment.basis}")
    click.echo(wording("cli.explain_role", role=role, basis=basis))
    click.echo(wording(f"rule.basis.{assignment.basis}"))


def _explain_rule(code: str, wording: Wording) -> None:
    if f"finding.{code}.text" not in wording:
        raise SettingsError("NO_SUCH_RULE", code=code)
    for part in ("name", "formula", "source"):
        key = f"rule.{code}.{part}"
        if key in wording:
            click.echo(wording(f"cli.rule_{part}", words=wording(key)))
    click.echo(wording("cli.rule_text", words=wording.show(f"finding.{code}.text")))


def _print_found(code: str, plan: Plan, house: House) -> None:
    for finding in _settle(plan, house, text_only=False).kept:
        if finding.code == code:
            click.echo("  " + build_finding_line(finding, plan, house.wording, plan.id))


VERBS = (read_file, check, explain)
