"""Wording: values in sentences, parts that are left out, and what a place may not write into its own."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from responsibility.errors import SettingsError
from responsibility.language import wording
from responsibility.language.wording import Wording, load_wording


@pytest.mark.parametrize(
    ("late", "said"), [(2, "9 leads, 2 of them late."), (0, "9 leads."), ("", "9 leads.")], ids=repr
)
def test_a_part_without_its_value_is_left_out(late, said):
    """Nobody reads “0 of them”."""
    wording = Wording("en", {"a": "{leads} leads[[, {late} of them late]]."})
    assert wording("a", leads=9, late=late) == said


def test_quotes_within_quotes_are_single_ones():
    """A title that quotes stands in quotes itself; elsewhere it stays as the notice has it."""
    wording = Wording("zh", {"a": "“{title}”和{other}"})
    assert wording("a", title="推行“一次办”", other="“一件事”") == "“推行‘一次办’”和“一件事”"


def test_a_value_is_never_taken_for_a_part_or_a_place():
    """Words of a notice that hold brackets or braces stand as they are."""
    assert Wording("en", {"a": "“{words}”"})("a", words="[[{leads}]]") == "“[[{leads}]]”"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("{unit}等{nobody}", "{nobody}"),
        ("{unit.__class__}", "{unit.__class__}"),
        ("{unit[0]}", "{unit[0]}"),
        ("{leads:>99999999}", "{leads:>99999999}"),
        ("{unit!r}", "{unit:!r}"),
        ("{unit", "{unit"),
    ],
)
def test_a_placeholder_that_the_sentence_does_not_have_is_told(words, told):
    """A wrong placeholder is named with its sentence before anything is made, and none is evaluated."""
    with pytest.raises(SettingsError, match=r"finding\.V3\.text") as raised:
        load_wording("zh", {"finding": {"V3": {"text": words}}})
    assert told in str(raised.value)


def test_an_own_sentence_may_leave_values_and_formats_out():
    """What the shipped sentence has may be used, in any order."""
    own = load_wording("zh", {"finding": {"V3": {"text": "{limit}:{unit}"}}})
    assert own("finding.V3.text", unit="甲局", limit=3.5, leads=4, by_order=0) == "3.5:甲局"


def test_a_sentence_can_be_shown_without_its_values():
    """`explain` shows how a finding reads, with … for what it would name."""
    assert Wording("zh", {"a": "{unit}牵头{p:.2g}项[[, 其中{late}项]]"}).show("a") == "…牵头…项, 其中…项"


def test_the_first_part_that_is_said_has_no_sign_before_it():
    """Where nothing stands before a part, the sign that would part it from that goes too."""
    say = Wording("zh", {"a": "核实{n}项：[[属实{a}项]][[，不实{b}项]]。", "b": "[[{a} kept]][[, {b} lost]]."})
    assert say("a", n=2, a=1, b=1) == "核实2项：属实1项，不实1项。"
    assert say("a", n=1, a=0, b=1) == "核实1项：不实1项。"
    assert say("b", a=0, b=3) == "3 lost."


def test_chinese_sentences_have_full_width_signs():
    """No comma, colon or bracket of half width stands beside a Chinese letter, but in code and formulas."""
    lines = Path(wording.__file__).with_name("wording-zh.toml").read_text("utf-8")
    sentences = flatten(tomllib.loads(lines))
    half = re.compile(r"(?<=[\u4e00-\u9fff“”])[,;:?!()]|[,;:?!()](?=[\u4e00-\u9fff“”])")
    code = re.compile(r"`[^`]*`|\(1 \+ [^()]*\)|max\([^()]*\)|\(\*\.docx\)|tcp://\S+")
    table = re.compile(r"^\S+,\S+,\S+$", re.MULTILINE)  # of a file that people fill in
    shown = {key: table.sub("", words) if key.startswith("init.") else words for key, words in sentences.items()}
    assert {key for key, words in shown.items() if half.search(code.sub("", words))} == set()


def flatten(section: Mapping[str, object], path: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in section.items():
        found |= flatten(value, f"{path}{key}.") if isinstance(value, Mapping) else {f"{path}{key}": str(value)}
    return found


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_a_table_of_sentences_is_read_by_itself_as_with_all_others(language):
    """What one table says does not depend on the others having been read."""
    text = (Path(wording.__file__).parent / f"wording-{language}.toml").read_text("utf-8")
    whole = wording.flatten(tomllib.loads(text))
    shipped = wording._Shipped(text)
    assert {key: shipped[key] for key in whole} == whole
    assert list(wording._Shipped(text)) == list(whole)
    assert "finding.none.text" not in shipped
