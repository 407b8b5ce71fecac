"""Settings: every threshold has a default, a meaning and a place in matrix/settings.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from msgspec.structs import asdict

from responsibility.errors import SettingsError
from responsibility.settings import Settings, describe_settings, parse_settings
from responsibility.settings.section import describe_keys

SHIPPED = Path(__file__).parent.parent / "matrix" / "settings.toml"


def test_the_shipped_file_shows_every_default_with_its_meaning():
    """matrix/settings.toml is what describe_settings writes for its place, so no setting is hidden."""
    shipped = SHIPPED.read_text("utf-8")
    place = tomllib.loads(shipped)["place"]
    assert shipped == describe_settings(parse_settings({"place": place}))


def test_what_is_described_reads_back_as_the_defaults():
    """The written defaults mean the defaults."""
    assert parse_settings(tomllib.loads(describe_settings())) == Settings()


def test_every_setting_says_what_it_means():
    """No setting without a description."""
    silent = [
        f"{name}.{key}"
        for name, section in asdict(Settings()).items()
        for key, description in describe_keys(type(section)).items()
        if not description
    ]
    assert silent == []


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ({"weights": {"lead": -1}}, "weights.lead"),
        ({"weights": {"leed": 1}}, "weights.leed"),
        ({"nothing": {}}, "nothing"),
        ({"weights": {"lead": "much"}, "output": {"paper": "A5"}}, "output.paper"),
        ({"load": 3}, "[load]"),
        ({"rules": {"off": ["V1", "V99"]}}, "rules.off.1"),
        ({"progress": {"stages": {"13-01": 50}}}, "progress.stages.13-01"),
        ({"load": {"capacity": {"fgw": -1}}}, "load.capacity.fgw"),
        ({"overlap": {"doubt": float("nan")}}, "overlap.doubt"),
        ({"rules": {"crowded": 8.5}}, "rules.crowded"),
        ({"reading": {"prose": "no"}}, "reading.prose"),
    ],
    ids=[
        "out of range",
        "unknown key",
        "unknown section",
        "two problems",
        "no table",
        "an entry",
        "a key within",
        "a value within",
        "no figure",
        "half a number",
        "no truth",
    ],
)
def test_a_wrong_setting_is_named(tables, words):
    """Each wrong key is named with its section, all at once."""
    with pytest.raises(SettingsError) as raised:
        parse_settings(tables)
    assert words in str(raised.value)


@pytest.mark.parametrize(
    ("value", "shown"), [("高", '"高"'), (True, "true"), ([1], "[1]")], ids=["words", "truth", "list"]
)
def test_a_wrong_value_is_shown_as_the_file_has_it(value, shown):
    """Whoever looks for it in the file finds it."""
    with pytest.raises(SettingsError) as raised:
        parse_settings({"load": {"fence": value}})
    assert [problem.params["value"] for problem in raised.value.problems] == [shown]


@pytest.mark.parametrize(
    ("table", "meant"),
    [({"fence": 2}, 2.0), ({"fence": "2.5"}, 2.5), ({"items_floor": 3.0}, 3), ({"half": 1}, 1.0)],
    ids=["a whole number", "a number as text", "a figure that is whole", "the most that may be"],
)
def test_a_number_is_taken_as_its_setting_wants_it(table, meant):
    """Outputs print 2.0 whether 2 or 2.0 was written."""
    (key,) = table
    found = getattr(parse_settings({"load": table}).load, key)
    assert (found, type(found)) == (meant, type(meant))


def test_one_text_stands_for_a_list_of_it():
    """Who names one font need not know of brackets; an empty text is none."""
    assert parse_settings({"output": {"font_file": "a.otf"}}).output.font_file == ("a.otf",)
    assert parse_settings({"output": {"font_file": ""}}).output.font_file == ()


def test_a_setting_stays_as_it_is_and_is_equal_to_its_like():
    """A change makes another value; a key that is none is refused."""
    weights = Settings().weights
    assert weights.but(lead=2.0).but(lead=1.0) == weights
    with pytest.raises(AttributeError):
        weights.lead = 2.0
    with pytest.raises(TypeError, match="leed"):
        weights.but(leed=2.0)
