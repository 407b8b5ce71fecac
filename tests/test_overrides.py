"""Corrections by people are read with their reasons, and every wrong line is told at once."""

from __future__ import annotations

import pytest

from responsibility.errors import RegistryError
from responsibility.model import Override
from responsibility.resolve.overrides import parse_overrides

HEAD = "item_id,mention,unit_id,role,reason,by\n"


def test_a_correction_may_say_who_is_meant_or_which_role_or_that_a_unit_has_no_part():
    """The line of the file stays with each, so that a report can point at it."""
    text = HEAD + "2.1.2,市市监局,scj,,漏字,甲\n2.4.1,,wjw,support,来电核实,乙\n\n"
    text += "2.2.8,某集团,cf,none,已退出,\n,市水办,slj,,来函,甲\n"
    assert parse_overrides(text, "overrides.csv") == (
        Override("2.1.2", "市市监局", "scj", "", "漏字", "甲", 2),
        Override("2.4.1", "", "wjw", "support", "来电核实", "乙", 3),
        Override("2.2.8", "某集团", "cf", "none", "已退出", "", 5),
        Override("", "市水办", "slj", "", "来函", "甲", 6),
    )


def test_no_corrections_are_no_error():
    """Most plans have none; a file may be empty or lack the last column."""
    assert parse_overrides("", "o.csv") == ()
    assert parse_overrides(HEAD, "o.csv") == ()
    assert len(parse_overrides("item_id,mention,unit_id,role,reason\n1,甲局,a,,来函\n", "o.csv")) == 1


def test_every_wrong_line_is_told_at_once():
    """No reason, no unit, nothing to correct, an unknown role, the same correction twice."""
    text = HEAD + "1,甲局,a,,,\n1,乙局,,,来函,\n,,a,lead,来函,\n1,,a,,来函,\n"
    text += "1,丙局,a,boss,来函,\n2,丁局,a,,来函,\n2,丁局,b,,来函,\n"
    with pytest.raises(RegistryError) as raised:
        parse_overrides(text, "plans/x/overrides.csv")
    told = str(raised.value)
    for line in (
        "overrides.csv:2 [reason]: no reason is given",
        "overrides.csv:3 [unit_id]: no unit is given",
        "overrides.csv:4 [item_id]: neither an item nor a name is given",
        "overrides.csv:5 [role]: neither a name nor a role is given",
        "overrides.csv:6 [role]: no such role: boss",
        "overrides.csv:8: corrects what line 7 corrects",
    ):
        assert line in told
    assert "lead/牵头, co-lead/责任, support/配合, none/无" in told
