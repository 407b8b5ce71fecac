"""Command line: verbs, exit codes, progress, how a finding is printed.

Exit codes: 0 clean or notes only, 1 findings of severity error, 2 usage, 3 unreadable input, 4 not writable, 5 a bug
of ours; of several the worst.
click is used directly: typer carries it inside as a private module, so headings and usage errors could not be
put into the office's language through it.
"""

from __future__ import annotations

import atexit
import gc
import logging
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module

import click

from responsibility.cli.speech import SpokenContext, ask_language, localize, tell_usage
from responsibility.errors import ResponsibilityError, SettingsError, SourceError
from responsibility.language.wording import Wording, load_wording, tell_error
from responsibility.system.log import foresee
from responsibility.system.processes import relaunch_in_utf8, spare_cores, spare_home
from responsibility.version import __version__

EXIT_USAGE = 2
EXIT_STOPPED = 130
_SEARCHED = 20_000  # objects made before garbage is looked for: after 700, as Python does, took a twentieth of a run
_GIVES_WAY = 0.0005  # seconds: after 5 ms, as Python does, another process waits to be rid of its results
# By the module that holds it, so that a run loads what its own verb needs and help loads nothing.
VERBS = {
    **dict.fromkeys(("reports", "verify"), "building"),
    **dict.fromkeys(("collect", "remind", "compare"), "collecting"),
    **dict.fromkeys(("read", "check", "explain"), "reading"),
    **dict.fromkeys(("init", "units"), "naming"),
    "desk": "desk",
    "menu": "menu",
    **dict.fromkeys(("refine", "meeting", "inspect", "assess", "close"), "year"),
    "survey": "surveying",
}


class _Group(click.Group):
    """Takes --lang anywhere, as people type it; `main` has read it already. Its verbs are loaded when they are run."""

    context_class = SpokenContext

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # as click calls it
        """Return the names of all verbs."""
        return sorted(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return what stands for a verb in the help."""
        wording = ctx.find_object(Wording)
        return click.Command(cmd_name, help=wording(f"cli.{cmd_name}")) if wording and cmd_name in VERBS else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the verb itself in place of the one that stands for it in the help."""
        name, verb, rest = super().resolve_command(ctx, args)
        return name, load_verb(name, ctx.find_object(Wording)) if name else verb, rest

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Drop --lang before click sees it."""
        kept = []
        words = iter(args)
        for word in words:
            if word == "--lang":
                next(words, None)
            elif not word.startswith("--lang="):
                kept.append(word)
        return super().parse_args(ctx, kept)


def load_verb(name: str, wording: Wording | None) -> click.Command:
    """Return a verb, its help in the words given."""
    held: Sequence[click.Command] = import_module(f"responsibility.cli.{VERBS[name]}").VERBS
    verb = next(verb for verb in held if verb.name == name)
    return localize(verb, wording) if wording else verb


def build_app(wording: Wording) -> click.Group:
    """Return the whole command line, its help in the words given."""
    app = _Group("responsibility", help="cli.about", no_args_is_help=True)
    app.params += [
        click.Option(["--lang"], type=click.Choice(["zh", "en"]), expose_value=False, help="cli.option.lang"),
        # click's own makes a sentence in the system's language first, for which it looks through four folders.
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_say_version,
            help="cli.option.version",
        ),
    ]
    return localize(app, wording)


def _say_version(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        click.echo(__version__)
        context.exit()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code."""
    if arguments is None:
        arguments = sys.argv[1:]
        relaunch_in_utf8(arguments)
        atexit.register(gc.freeze)  # what ends with the process was searched for garbage once more, for 0.04 s
    spare_home()
    spare_cores()
    for stream in (sys.stdout, sys.stderr):
        # A GBK console cannot show every character of a notice; a replaced sign beats a traceback.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    _silence_libraries()
    gc.set_threshold(_SEARCHED)
    sys.setswitchinterval(_GIVES_WAY)
    try:
        wording = load_wording(ask_language(arguments))
    except SettingsError as error:
        sys.stderr.write(tell_error(error, load_wording()) + "\n")
        return EXIT_USAGE
    return _run(list(arguments), wording)


def _silence_libraries() -> None:
    """Let no library's warning or log line reach the terminal; what matters in them is a finding."""
    logging.captureWarnings(True)
    if not logging.getLogger().handlers:
        logging.getLogger().addHandler(logging.NullHandler())


def _run(arguments: list[str], wording: Wording) -> int:
    code: object = 0
    try:
        code = build_app(wording).main(arguments, prog_name="responsibility", standalone_mode=False, obj=wording)
    except click.exceptions.NoArgsIsHelpError as error:
        sys.stderr.write(error.format_message() + "\n")
        code = EXIT_USAGE
    except click.UsageError as error:
        sys.stderr.write(tell_usage(error, wording) + "\n")
        code = EXIT_USAGE
    except ResponsibilityError as error:
        sys.stderr.write(tell_error(error, wording) + "\n")
        code = error.exit_code
    except MemoryError:
        sys.stderr.write(wording("cli.memory") + "\n")
        code = SourceError.exit_code
    except (KeyboardInterrupt, click.Abort):
        sys.stderr.write(wording("cli.stopped") + "\n")
        code = EXIT_STOPPED
    except BrokenPipeError:
        # The reader of our output went away (… | head); say nothing and let the interpreter close quietly.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        told = foresee(error, " ".join(arguments))
        sys.stderr.write(tell_error(told, wording) + "\n")
        code = told.exit_code
    return code if isinstance(code, int) else 0
