"""The public functions, joined by hand as another program would."""

from __future__ import annotations

import subprocess
import sys

import responsibility
from responsibility import (
    Scene,
    Settings,
    analyze,
    build_reports,
    extract_document,
    frame_plan,
    load_lexicon,
    load_wording,
    parse_notice,
    parse_registry,
    resolve_plan,
)

NOTICE = "关于印发青山市工作计划的通知\n一、任务\n1.推进绿色升级。(责任单位:市经信局、市科技局)\n"


def test_a_notice_goes_from_bytes_to_a_workbook_without_a_folder():
    """Every step is a pure function of the one before; no file is opened."""
    settings = Settings()
    document = extract_document(NOTICE.encode(), "notice.txt")
    notice = parse_notice(document, load_lexicon())
    plan = resolve_plan(notice, parse_registry(""), settings, plan_id="green")
    frames = frame_plan(plan)
    analysis = analyze(frames, settings, plan)
    scene = Scene(plan, frames, load_wording("zh"), settings, analysis)
    (output,) = build_reports(scene, {}, only=("matrix",))
    assert (output.path, output.data[:2]) == ("责任矩阵.xlsx", b"PK")


def test_every_public_name_is_there():
    """What __all__ promises can be had, and nothing else."""
    assert all(getattr(responsibility, name) is not None for name in responsibility.__all__)
    assert not hasattr(responsibility, "nothing")


def test_importing_the_package_loads_nothing_heavy():
    """`import responsibility` alone is as cheap as an empty module."""
    code = "import sys, responsibility; print(sorted(m for m in sys.modules if m.startswith('responsibility.')))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
