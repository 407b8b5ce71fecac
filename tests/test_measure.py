"""How much room words take."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responsibility.paths import safe_name
from responsibility.views.measure import TALLEST, UNIT, capacity_of, count_lines, line_height, split_text, text_width

WORDS = st.text(st.sampled_from("责任单位、，。（）ab1 \n"), max_size=300)


def test_full_width_letters_take_twice_the_room():
    """A Chinese letter is two half-width ones, an ambiguous sign too."""
    assert text_width("市局“”") == 8


@pytest.mark.parametrize(
    ("text", "capacity", "lines"),
    [
        ("", 10, 1),
        ("一二三四五", 10, 1),
        ("一二三四五六", 10, 2),
        ("一\n二", 10, 2),
        ("一二三四五。六七八九", 10, 3),
        ("一二三四“五六七八九", 10, 3),
        ("一二三ab四五", 8, 2),
        ("、一二三四五六七八九十", 10, 3),
        ("一二三四ab（五六七八", 12, 3),
    ],
    ids=[
        "empty",
        "full",
        "one over",
        "two paragraphs",
        "a sign may not begin a line",
        "nor a quote end one",
        "no word is cut",
        "a sign may begin the first",
        "nor parted from its bracket",
    ],
)
def test_lines_are_counted_as_they_wrap(text, capacity, lines):
    """A text wraps where the column is full, and no line begins with a full stop."""
    assert count_lines(text, capacity) == lines


@given(WORDS, st.integers(4, 60))
@settings(max_examples=80)
def test_wrapping_never_needs_fewer_lines_than_the_width_says(text, capacity):
    """No line holds more than its capacity."""
    least = sum(max(1, -(-text_width(line) // capacity)) for line in text.split("\n"))
    assert count_lines(text, capacity) >= least


@given(WORDS, st.integers(4, 60))
@settings(max_examples=80)
def test_a_wider_column_never_needs_more_lines(text, capacity):
    """Rows only get lower when a column gets wider by half."""
    assert count_lines(text, capacity * 1.5 + 2) <= count_lines(text, capacity)


@given(st.text(st.sampled_from("责任。；\n"), max_size=3000), st.floats(8, 60), st.floats(-50, TALLEST))
@settings(max_examples=30)
def test_parts_of_a_long_text_fit_a_row_and_join_to_it(text, width, tallest):
    """Splitting loses nothing, ends, and leaves nothing taller than a row may be."""
    parts = split_text(text, width, tallest)
    assert "".join(parts) == text
    most = max(tallest, 6 * line_height(UNIT))
    assert all(count_lines(part, capacity_of(width)) * line_height(UNIT) <= most for part in parts)


def test_a_long_text_is_cut_after_a_sentence():
    """The first part ends with a full stop."""
    assert split_text("一二三四五六七八九。" * 200, 40)[0].endswith("。")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("../etc/市局", "／etc／市局"),
        ("a:b?", "a：b？"),
        ("甲#乙%[丙]", "甲＃乙％［丙］"),
        ("CON", "_CON"),
        ("com1.xlsx", "_com1.xlsx"),
        ("局. ", "局"),
        ("\u202e市\x00局\n", "市局"),
        ("~$x", "$x"),
        ("", "_"),
    ],
)
def test_names_are_safe_on_windows(words, name):
    """Separators, devices, control and direction marks never reach a file name."""
    assert safe_name(words) == name


@given(st.text(max_size=200))
@settings(max_examples=100)
def test_every_name_is_one_part_of_a_path(words):
    """Whatever the words, the name is not empty, short, and without a separator."""
    name = safe_name(words)
    assert name
    assert not set(name) & set('<>:"/\\|?*\0')
    assert len(name.encode()) <= 181
    assert safe_name(name) == name
