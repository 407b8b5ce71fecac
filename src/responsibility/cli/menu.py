"""Menu: the acts of an office by number, for those who never saw a command line; 报表.bat opens it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from responsibility.cli.options import FOLDER, get_wording, matrix_option, output_option
from responsibility.errors import ResponsibilityError
from responsibility.language.wording import Wording
from responsibility.system.inputs import list_plan_ids
from responsibility.workflows.project import find_matrix

_ENTRIES = ("desk", "check", "reports", "collect", "remind")
_OF_ONE_PLAN = ("collect", "remind")


@click.command(help="cli.menu")
@click.argument("files", nargs=-1, type=FOLDER)
@matrix_option
@output_option
def menu(files: tuple[Path, ...], matrix: Path | None, output: Path) -> int:
    """Offer the verbs by number until 0 is chosen; files: what `collect` is to take, such as dropped on the icon."""
    from responsibility.cli import main

    say = get_wording()
    while verb := _choose_verb(say):
        arguments = ["--lang", say.language, verb, *_ask_arguments(verb, files, matrix, say)]
        arguments += ["--matrix", str(matrix)] if matrix else []
        arguments += [] if verb == "check" else ["--output", str(output)]
        main(arguments)  # which tells what went wrong; the menu goes on
    return 0


def _choose_verb(say: Wording) -> str | None:
    """Return the verb chosen, or None to leave."""
    click.echo("")
    for number, verb in enumerate(_ENTRIES, 1):
        click.echo(f"  {number}  {say(f'cli.menu_entry.{verb}')}")
    click.echo(f"  0  {say('cli.menu_entry.leave')}")
    number = _choose_number(len(_ENTRIES), 0, say)
    return _ENTRIES[number - 1] if number else None


def _choose_number(most: int, least: int, say: Wording) -> int:
    """Ask until a number in reach is typed; full-width digits, which Chinese keyboards give, count."""
    while True:
        words = _ask("number", say)
        if words.isdecimal() and least <= int(words) <= most:
            return int(words)
        click.echo(say("cli.menu_ask.again", least=least, most=most))


def _ask(key: str, say: Wording) -> str:
    return str(click.prompt(say(f"cli.menu_ask.{key}"), default="", show_default=False, prompt_suffix="")).strip()


def _ask_arguments(verb: str, files: tuple[Path, ...], matrix: Path | None, say: Wording) -> Iterator[str]:
    """Ask for what a verb needs beyond its name: the period, the plan where there are several, the files."""
    if verb not in _OF_ONE_PLAN:
        return
    yield from _ask_plan(matrix, say)
    yield _ask("period", say)
    if verb == "collect":
        yield from map(str, files or _ask_files(say))


def _ask_plan(matrix: Path | None, say: Wording) -> tuple[str, ...]:
    """Ask for the plan only where there are several; what is wrong with the folder the verb itself will tell."""
    try:
        plan_ids = list_plan_ids(find_matrix(matrix) or Path("matrix"))
    except ResponsibilityError:
        return ()
    if len(plan_ids) < 2:
        return ()
    for number, plan_id in enumerate(plan_ids, 1):
        click.echo(f"  {number}  {plan_id}")
    return "--plan", plan_ids[_choose_number(len(plan_ids), 1, say) - 1]


def _ask_files(say: Wording) -> Iterator[Path]:
    """Take paths one a line until an empty one; a file dragged into the window comes in quotes."""
    while words := _ask("files", say).strip('"'):
        yield Path(words)


VERBS = (menu,)
