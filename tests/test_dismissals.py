"""Dismissals: a finding set aside with a reason is counted and listed, and no longer shown."""

from __future__ import annotations

import json
from datetime import date

import pytest

from responsibility.cli import main
from responsibility.errors import RegistryError
from responsibility.kinds import Severity
from responsibility.model import Finding
from responsibility.resolve.dismissals import DISMISSALS, dismiss_findings, parse_dismissals
from responsibility.rows import Edit, decode_rows, edit_rows
from responsibility.spans import Span

TEXT = "1.甲事。乙局、乙局"
TWICE = Finding("H8", Severity.WARNING, Span(8, 10), "1.1", "yj", {"name": "乙局"})
THIN = Finding("H7", Severity.NOTE, Span(0, 10), "1.1")
ELSEWHERE = Finding("H7", Severity.NOTE, Span(0, 10), "1.2")


def settle(lines: str) -> tuple[list[str], list[str], list[str]]:
    dismissals = parse_dismissals("规则,任务编号,原文,理由,经办人,日期\n" + lines, "dismissals.csv")
    settled = dismiss_findings((TWICE, THIN, ELSEWHERE), dismissals, TEXT)
    return (
        [f"{each.code} {each.item_id}" for each in settled.kept],
        [f"{each.code} {each.item_id}: {dismissal.reason}" for each, dismissal in settled.dismissed],
        [each.code for each in settled.stale],
    )


@pytest.mark.parametrize(
    ("line", "dismissed"),
    [
        ("H8,1.1,乙局,原文如此,,\n", ["H8 1.1: 原文如此"]),
        ("H7,1.2,,一家承担,,\n", ["H7 1.2: 一家承担"]),
        ("H7,,,一家承担,,\n", ["H7 1.1: 一家承担", "H7 1.2: 一家承担"]),
    ],
    ids=["on words", "in an item", "in the plan"],
)
def test_a_line_sets_aside_what_it_names_and_nothing_else(line, dismissed):
    """Rule, item and words narrow it; an empty cell means any."""
    kept, gone, stale = settle(line)
    assert (gone, stale, len(kept)) == (dismissed, [], 3 - len(dismissed))


@pytest.mark.parametrize("line", ["H8,1.2,,理由,,\n", "H8,1.1,丙局,理由,,\n", "H9,,,理由,,\n"])
def test_a_line_that_fits_nothing_is_told(line):
    """The notice was corrected since, or the line was never right."""
    kept, gone, stale = settle(line)
    assert (len(kept), gone, stale) == (3, [], ["DISMISSAL_STALE"])


def test_a_line_without_rule_or_reason_is_refused():
    """Both at once, each with its line and its head."""
    with pytest.raises(RegistryError) as raised:
        parse_dismissals("规则,理由\nH8,\n,原文如此\n", "dismissals.csv")
    assert "dismissals.csv:2 [理由]: no reason is given" in str(raised.value)
    assert "dismissals.csv:3 [规则]: no rule is given" in str(raised.value)


def test_a_decision_made_elsewhere_is_a_line_like_any_other():
    """What another program adds to the file is read back with reason, person and day."""
    values = {"rule": "H8", "item": "1.1", "reason": "原文如此", "by": "张三", "day": "2026-03-02"}
    text = decode_rows(edit_rows(b"", DISMISSALS, Edit(values=values), "d.csv"), "d.csv")
    (one,) = parse_dismissals(text, "d.csv")
    assert (one.rule, one.reason, one.by, one.day, one.line) == ("H8", "原文如此", "张三", date(2026, 3, 2), 2)


def test_check_counts_and_lists_what_was_dismissed_and_shows_the_rest(tmp_path, monkeypatch, capsys):
    """An error that a person set aside no longer stops a run; --dismissed shows it with its reason."""
    plan = tmp_path / "matrix/plans/a"
    plan.mkdir(parents=True)
    (plan / "notice.txt").write_text("东川市关于印发工作计划的通知\n1.甲事。做好。(责任单位:市财政局)\n", "utf-8")
    (tmp_path / "matrix/units.csv").write_text("编号,单位全称\nczj,青山市财政局\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--text-only"]) == 1
    assert "PLACE_OTHER" in capsys.readouterr().out
    (plan / "dismissals.csv").write_text("规则,理由,经办人\nPLACE_OTHER,代拟稿,张三\n", "utf-8")
    assert main(["check", "--text-only"]) == 0
    printed = capsys.readouterr().out
    assert "PLACE_OTHER" not in printed
    assert "不采纳 1 条" in printed
    assert main(["check", "--text-only", "--dismissed"]) == 0
    printed = capsys.readouterr().out
    assert "错误 PLACE_OTHER" in printed
    assert "第2行 PLACE_OTHER（1 条）：代拟稿 张三" in printed
    assert main(["check", "--text-only", "--dismissed", "--format", "json"]) == 0
    assert [(each["code"], each["reason"]) for each in json.loads(capsys.readouterr().out)] == [
        ("PLACE_OTHER", "代拟稿")
    ]
