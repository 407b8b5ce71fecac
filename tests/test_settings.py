"""Settings: every threshold has a default, a meaning and a place in matrix/settings.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from responsibility.errors import SettingsError
from responsibility.settings import Settings, describe_settings, parse_settings

SHIPPED = Path(__file__).parent.parent / "matrix" / "settings.toml"


def test_the_shipped_file_shows_every_default_with_its_meaning():
    """matrix/settings.toml is what describe_settings writes for its place, so no setting is hidden."""
    shipped = SHIPPED.read_text("utf-8")
    place = tomllib.loads(shipped)["place"]
    assert shipped == describe_settings(Settings.model_validate({"place": place}))


def test_what_is_described_reads_back_as_the_defaults():
    """The written defaults mean the defaults."""
    assert parse_settings(tomllib.loads(describe_settings())) == Settings()


def test_every_setting_says_what_it_means():
    """No setting without a description."""
    silent = [
        f"{name}.{key}"
        for name, field in Settings.model_fields.items()
        for key, each in type(field.default).model_fields.items()
        if not each.description
    ]
    assert silent == []


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ({"weights": {"lead": -1}}, "weights.lead"),
        ({"weights": {"leed": 1}}, "weights.leed"),
        ({"nothing": {}}, "nothing"),
        ({"weights": {"lead": "much"}, "output": {"paper": "A5"}}, "output.paper"),
    ],
    ids=["out of range", "unknown key", "unknown section", "two problems"],
)
def test_a_wrong_setting_is_named(tables, words):
    """Each wrong key is named with its section, all at once."""
    with pytest.raises(SettingsError) as raised:
        parse_settings(tables)
    assert words in str(raised.value)


@pytest.mark.parametrize(
    ("section", "key", "value", "fits"),
    [
        ("weights", "lead", 2, True),
        ("weights", "lead", True, False),
        ("overlap", "samples", 7.0, True),
        ("overlap", "samples", 7.5, False),
        ("duplicates", "units", 0, False),
        ("reading", "prose", "no", False),
        ("rules", "off", ["V1", "V99"], False),
        ("rules", "off", "V1", False),
        ("output", "font_file", "a.otf", True),
        ("output", "font_file", ["a.otf", 3], False),
        ("progress", "stages", {"06-30": 40}, True),
        ("progress", "stages", {"06-31": 40, "6-30": 40}, False),
        ("progress", "stages", {"06-30": 101}, False),
        ("score", "points", {"lat": 1}, False),
        ("load", "capacity", {"fgw": "12"}, False),
    ],
)
def test_a_value_is_of_its_kind_and_within_bounds(section, key, value, fits):
    """Whole numbers stand for others and others that are whole for them; each of a list and of a table is looked at."""
    if not fits:
        with pytest.raises(SettingsError, match=f"{section}.{key}"):
            parse_settings({section: {key: value}})
    else:
        assert getattr(parse_settings({section: {key: value}}), section) != getattr(Settings(), section)


def test_settings_cannot_be_changed():
    """What a run began with it ends with."""
    with pytest.raises(AttributeError, match="WeightSettings"):
        Settings().weights.lead = 2.0
