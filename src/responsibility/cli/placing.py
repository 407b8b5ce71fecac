"""Placing: what a verb of the year made goes into its folder with its manifest, and that is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from responsibility.language.wording import Wording
from responsibility.system.outputs import Published, publish
from responsibility.workflows.project import House
from responsibility.workflows.reports import build_manifest


def place_outputs(
    folder: Path, outputs: Mapping[str, bytes], inputs: Mapping[str, str], house: House, keep: Sequence[str] = ()
) -> Published:
    """Put outputs into folder, all or none; whoever calls holds the lock. keep: as for publish."""
    return publish(folder, (*outputs.items(), build_manifest(outputs, inputs, house.settings)), keep)


def print_published(published: Published, folder: Path, wording: Wording) -> None:
    """Print one line of what a run did to a folder, and a line for files that are not ours."""
    counts = {"written": len(published.written), "kept": len(published.kept), "removed": len(published.removed)}
    click.echo(wording("cli.published", folder=folder.as_posix(), **counts))
    if published.strangers:
        click.echo(wording("cli.strangers", files="、".join(published.strangers)))
