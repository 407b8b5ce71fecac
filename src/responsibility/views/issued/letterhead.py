"""Letterhead: what an office's letter begins and ends with; its number and its day are left open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from responsibility.views.letter import SMALLER_LINE, TITLE_LINE, Line, line_of
from responsibility.views.lines import break_title
from responsibility.views.measure import title_width
from responsibility.views.scene import Scene


def head_letter(scene: Scene) -> Iterator[Line]:
    """Yield what the paper is, a place for its number, and below both who issues it and when."""
    say = scene.say
    yield line_of("masthead", say("progress.bulletin.masthead"))
    yield line_of("issue", say("progress.bulletin.issue"))
    yield line_of("imprint", f"{scene.office.partition('（')[0] or _name(scene)}\t{say('progress.bulletin.date')}")


def entitle(title: str) -> Line:
    """Break a title into lines; in letters a little smaller where that leaves what stands in 《》 on one line."""
    lines, close = (break_title(title, limit, title_width) for limit in (TITLE_LINE, SMALLER_LINE))
    is_better = _is_parted(lines) and not _is_parted(close)
    return line_of("title-smaller", "\n".join(close)) if is_better else line_of("title", "\n".join(lines))


def _is_parted(lines: Sequence[str]) -> bool:
    return any(line.count("《") != line.count("》") for line in lines)


def sign_letter(scene: Scene) -> Iterator[Line]:
    """Yield the signing body and a date left open."""
    yield line_of("signer", _name(scene))
    yield line_of("signed-on", scene.say("progress.bulletin.date"))


def _name(scene: Scene) -> str:
    return scene.office or scene.say("progress.bulletin.signer")
