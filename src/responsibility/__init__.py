"""From a work plan notice to its responsibility matrix, workloads, task sheets and diagrams.

    read(path, bytes or text) -> Reading        one call; docs/api.md shows what it gives

Behind it the pure functions of the house in the order in which data flows, and the types they speak:

    extract_document(data, name) -> Document
    parse_notice(document, lexicon) -> Notice
    resolve_plan(notice, registry, settings, overrides) -> Plan
    frame_plan(plan) -> Frames
    analyze(frames, settings, plan) -> Analysis
    build_reports(scene, inputs) -> Iterator[Output]

Each is fetched when first asked for, so that reading a notice does not wait for pandas.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from responsibility.analysis import Analysis, analyze
    from responsibility.extract import extract_document
    from responsibility.frames import Frames, frame_plan
    from responsibility.language.lexicon import Lexicon, load_lexicon
    from responsibility.language.wording import Wording, load_wording
    from responsibility.model import Document, Notice, Override, Plan
    from responsibility.parse import parse_notice
    from responsibility.registry import Registry, load_base, parse_registry
    from responsibility.resolve import resolve_plan
    from responsibility.settings import Settings, parse_settings
    from responsibility.version import __version__ as __version__
    from responsibility.views.scene import Scene
    from responsibility.workflows.door import Reading, read
    from responsibility.workflows.reports import Output, build_reports

_HOMES = {
    "analysis": ("Analysis", "analyze"),
    "extract": ("extract_document",),
    "frames": ("Frames", "frame_plan"),
    "language.lexicon": ("Lexicon", "load_lexicon"),
    "model": ("Document", "Notice", "Override", "Plan"),
    "parse": ("parse_notice",),
    "registry": ("Registry", "load_base", "parse_registry"),
    "workflows.door": ("Reading", "read"),
    "workflows.reports": ("Output", "build_reports"),
    "resolve": ("resolve_plan",),
    "settings": ("Settings", "parse_settings"),
    "views.scene": ("Scene",),
    "version": ("__version__",),
    "language.wording": ("Wording", "load_wording"),
}

__all__ = [
    "Analysis",
    "Document",
    "Frames",
    "Lexicon",
    "Notice",
    "Output",
    "Override",
    "Plan",
    "Reading",
    "Registry",
    "Scene",
    "Settings",
    "Wording",
    "analyze",
    "build_reports",
    "extract_document",
    "frame_plan",
    "load_base",
    "load_lexicon",
    "load_wording",
    "parse_notice",
    "parse_registry",
    "parse_settings",
    "read",
    "resolve_plan",
]


def __getattr__(name: str) -> object:
    home = next((home for home, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)
