"""Speech: click's help and errors in the office's language.

The commands carry keys of the wording file as their help; `localize` puts the sentences in once the language is
known. Headings and usage errors, which click has in English only, go through public hooks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from typing import TypeVar

import click

from responsibility.language.wording import Wording

CommandType = TypeVar("CommandType", bound=click.Command)


class Formatter(click.HelpFormatter):
    """Help with headings from the wording file."""

    def __init__(self, wording: Wording, width: int | None = None, max_width: int | None = None) -> None:
        super().__init__(width=width, max_width=max_width)
        self._wording = wording

    def _speak(self, heading: str) -> str:
        key = f"cli.heading.{heading}"
        return self._wording(key) if key in self._wording else heading

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line with our own prefix."""
        super().write_usage(prog, args, prefix or self._speak("Usage") + " ")

    def write_heading(self, heading: str) -> None:
        """Write a heading, translated where we know it."""
        super().write_heading(self._speak(heading))


class SpokenContext(click.Context):
    """A context whose help is written by our Formatter."""

    def make_formatter(self) -> click.HelpFormatter:
        """Return a formatter with the words of the running command."""
        wording = self.find_object(Wording)
        assert wording is not None
        return Formatter(wording, self.terminal_width, self.max_content_width)


def localize(command: CommandType, wording: Wording) -> CommandType:
    """Return a copy of a command with sentences in place of keys, in its parameters too."""

    def speak(key: str | None) -> str | None:
        return wording(key) if key and key in wording else key

    spoken = copy(command)
    spoken.context_class = SpokenContext
    spoken.help, spoken.short_help = speak(command.help), speak(command.short_help)
    spoken.params = [copy(parameter) for parameter in command.params]
    spoken.params.append(click.Option(["--help"], is_flag=True, is_eager=True, expose_value=False, callback=_show_help))
    spoken.add_help_option = False
    spoken.options_metavar = wording("cli.value.options")
    for parameter in spoken.params:
        parameter.metavar = speak(f"cli.value.{parameter.name}") if f"cli.value.{parameter.name}" in wording else None
        if isinstance(parameter, click.Option):
            parameter.help = wording("cli.option.help") if parameter.name == "help" else speak(parameter.help)
    if isinstance(spoken, click.Group):
        spoken.subcommand_metavar = wording("cli.value.command")
    return spoken


def _show_help(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        click.echo(context.get_help())
        context.exit()


def ask_language(arguments: Sequence[str]) -> str:
    """Return the language asked for by --lang, wherever it stands; help must know it before parsing."""
    for position, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
        if argument == "--lang" and position + 1 < len(arguments):
            return arguments[position + 1]
    return "zh"


def tell_usage(error: click.UsageError, wording: Wording) -> str:
    """Return what is wrong with the command line, and how to ask for help; click says it in English only."""
    name = _name_parameter(error.param) if isinstance(error, click.BadParameter) else ""
    match error:
        case click.exceptions.NoSuchCommand():
            words = wording("cli.usage.no_command", name=error.command_name)
        case click.NoSuchOption():
            words = wording("cli.usage.no_option", option=error.option_name)
        case click.BadOptionUsage():
            words = wording("cli.usage.bad_option", option=error.option_name)
        case click.MissingParameter():
            words = wording("cli.usage.missing", name=name)
        case click.BadParameter():
            words = wording("cli.usage.bad", name=name, reason=_say_values(error.param, wording))
        case _:
            extra = re.search(r"\((.+)\)$", error.message)
            words = wording("cli.usage.extra", words=extra[1]) if extra else wording("cli.usage.other")
    path = error.ctx.command_path if error.ctx else "responsibility"
    return f"{words}\n{wording('cli.usage.help', command=path)}"


def _name_parameter(parameter: click.Parameter | None) -> str:
    """Return how a parameter is typed: --format, or PERIOD."""
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return parameter.human_readable_name if parameter else ""


def _say_values(parameter: click.Parameter | None, wording: Wording) -> str:
    match parameter.type if parameter else None:
        case click.Choice() as kind:
            return wording("cli.usage.choice", known=tuple(kind.choices))
        case click.DateTime():
            return wording("cli.usage.day")
    return wording("cli.usage.value")
