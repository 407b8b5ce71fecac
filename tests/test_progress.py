"""Progress: courses, lights, periods, contradictions and doubts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from builders import frames_from
from responsibility.analysis.course.lights import Course, expect_share, judge, withhold
from responsibility.analysis.course.period import next_workday, parse_period
from responsibility.analysis.course.progress import judge_progress
from responsibility.analysis.course.replies import Answer
from responsibility.errors import SettingsError
from responsibility.settings import ProgressSettings, parse_settings

YEAR = Course(date(2023, 1, 1), date(2023, 12, 31))
PLAIN = ProgressSettings()
# By then 36.3 % of the year's course is due.
MAY = date(2023, 5, 13)


def settings(**given: object) -> ProgressSettings:
    return PLAIN.but(**given)


def test_the_course_is_linear_by_the_calendar():
    """序时进度 goes from 0 on the first day to 100 on the day due."""
    days = [date(2023, 1, 1), date(2023, 7, 2), date(2023, 12, 31), date(2024, 5, 1)]
    assert [expect_share(YEAR, day) for day in days] == [0, 50, 100, 100]


def test_the_course_follows_the_stages():
    """With stage targets the course is linear between them."""
    course = Course(date(2023, 1, 1), date(2023, 12, 31), ((date(2023, 7, 2), 20.0),))
    assert expect_share(course, date(2023, 7, 2)) == 20
    assert 9 < expect_share(course, date(2023, 4, 2)) < 11
    assert expect_share(course, date(2023, 10, 1)) == 60


NEAR, LAST, LATER = date(2023, 12, 17), date(2023, 12, 31), date(2024, 1, 2)
POINTS, HALF, THIRD, DAYS = (
    {"preset": "points"}, {"preset": "share"}, {"preset": "share", "red_share": 0.3}, {"preset": "due"}
)  # fmt: skip


@pytest.mark.parametrize(
    ("given", "day", "percent", "light"),
    [
        # Points short: fewer than 10 none, 10 to 30 yellow, more red.
        (POINTS, MAY, 120, "done"), (POINTS, MAY, 100, "done"), (POINTS, MAY, 36.3, "green"),
        (POINTS, MAY, 26.4, "green"), (POINTS, MAY, 26.3, "yellow"), (POINTS, MAY, 6.3, "yellow"),
        (POINTS, MAY, 6.2, "red"),
        # A share of what is due short: up to half yellow, more red; the same where 30 % is the limit.
        (HALF, MAY, 36.3, "green"), (HALF, MAY, 36.2, "yellow"), (HALF, MAY, 18.2, "yellow"), (HALF, MAY, 18.0, "red"),
        (THIRD, MAY, 36.3, "green"), (THIRD, MAY, 25.4, "yellow"), (THIRD, MAY, 25.3, "red"),
        # By days: blue when the day is near, yellow when behind, red when it is gone by.
        (DAYS, MAY, 40, "green"), (DAYS, MAY, 1, "yellow"), (DAYS, NEAR, 99, "blue"), (DAYS, NEAR, 50, "yellow"),
        (DAYS, LAST, 99, "yellow"), (DAYS, LATER, 99, "red"), (DAYS, LATER, 100, "done"),
    ],
)  # fmt: skip
def test_lights_by_preset(given, day, percent, light):
    """Behind by 10 and 30 points, by half or 30 % of what is due, or by the day: each preset as its source says."""
    assert judge("on-schedule", percent, YEAR, day, settings(**given)).colour == light


@pytest.mark.parametrize(
    ("status", "percent", "light", "why"),
    [
        ("done", None, "done", "done"),
        ("done", 60, "green", "ahead"),
        ("long-term", 5, "none", "long-term"),
        ("adjusted", None, "none", "adjusted"),
        ("", None, "unreported", "unreported"),
        ("behind", None, "yellow", "by-status"),
        ("on-schedule", None, "green", "by-status"),
        ("not-started", None, "red", "short"),
    ],
)
def test_lights_by_status(status, percent, light, why):
    """A status alone gives a light where it can; 已完成 at 60 % is no finished task."""
    judged = judge(status, percent, YEAR, MAY, PLAIN)
    assert (judged.colour, judged.why) == (light, why)


@pytest.mark.parametrize("preset", ["points", "share", "due"])
@pytest.mark.parametrize("status", ["", "on-schedule", "behind", "not-started", "done", "long-term", "adjusted"])
def test_a_share_that_nobody_could_read_never_gets_a_good_light(preset, status):
    """过半 typed as the share: no status makes the task green, blue or done; what the status admits stands."""
    course = Course(date(2023, 5, 12), date(2023, 5, 20))
    light = withhold(judge(status, None, course, MAY, settings(preset=preset, near_days=15)))
    assert light.colour in ("yellow", "red", "none", "unreported")
    assert (light.why == "unread") == (status in ("", "on-schedule", "done")) or light.why == "short"


def test_among_leads_an_unread_share_comes_between_good_and_bad():
    """One lead is on schedule, the other typed what nobody can read: no green; a third that is behind: yellow."""
    frames = frames_from({"1.1": ["a", "b", "c"]})
    all_lead = replace(frames, assignments=frames.assignments.assign(role="lead"))
    rows = (Answer("1.1", "a", "on-schedule"), Answer("1.1", "b", "on-schedule", unread=True))
    assert listed(judged(all_lead, *rows).lights, "unit_id", "why") == [("b", "unread")]
    assert listed(judged(all_lead, *rows, Answer("1.1", "c", "behind")).lights, "unit_id", "light") == [("c", "yellow")]


def test_a_day_gone_by_is_red_whatever_the_preset():
    """After the day due only what is done is not red."""
    late = date(2024, 1, 5)
    assert [judge("on-schedule", 99, YEAR, late, settings(preset=each)).why for each in ("points", "share", "due")] == [
        "overdue"
    ] * 3
    assert judge("done", 100, YEAR, late, PLAIN).colour == "done"


@pytest.mark.parametrize("preset", ["points", "share", "due"])
@pytest.mark.parametrize(("status", "percent"), [("on-schedule", None), ("on-schedule", 95), ("on-schedule", 99.9)])
def test_on_its_day_a_task_that_is_not_done_is_never_green(preset, status, percent):
    """Due on 31 March and reported as on schedule that day: not done is not green."""
    course = Course(date(2023, 1, 1), date(2023, 3, 31))
    light = judge(status, percent, course, course.due, settings(preset=preset))
    assert light.colour in ("yellow", "red")
    assert judge("done", None, course, course.due, settings(preset=preset)).colour == "done"


def test_a_task_s_own_day_does_not_move_for_a_holiday():
    """31 December 2023 is a Sunday: on 2 January the task is overdue, whatever day units may report by."""
    assert judge("on-schedule", 99, YEAR, date(2024, 1, 1), PLAIN).why == "overdue"


def test_what_is_done_keeps_the_share_that_was_due():
    """A task done early does not print that all of it was due."""
    assert judge("done", None, YEAR, MAY, PLAIN).expected == 36.3


@pytest.mark.parametrize(
    ("percent", "why"), [(120, "over"), (100, "done"), (40, "ahead"), (36.3, "kept"), (30, "kept"), (20, "short")]
)
def test_ahead_and_more_than_promised_have_their_own_words(percent, why):
    """超额完成 and 超进度 are told apart from keeping the course."""
    assert judge("on-schedule", percent, YEAR, MAY, PLAIN).why == why


def test_exactly_the_days_of_the_limit_are_not_near():
    """Blue begins where fewer days are left than the setting says."""
    due = settings(preset="due", near_days=15)
    lights = [judge("on-schedule", 99, YEAR, date(2023, 12, day), due).colour for day in (16, 17)]
    assert lights == ["green", "blue"]


@pytest.mark.parametrize("preset", ["points", "share"])
def test_a_share_that_is_behind_by_just_the_limit_has_one_light_on_every_day(preset):
    """30 points, or half of what is due, is yellow and never red; 10 points is yellow and never green."""
    rules, wrong = settings(preset=preset), []
    for day in range(1, 364):
        as_of = date(2023, 1, 1) + timedelta(day)
        expected = expect_share(YEAR, as_of)
        limits = {"points": (expected - 30, expected - 10), "share": (expected / 2, expected - 0.1)}[preset]
        for share in (round(limit, 4) for limit in limits if limit > 0):
            light = judge("", share, YEAR, as_of, rules)
            wrong += [(as_of, share, light)] if light.colour != "yellow" else []
    assert wrong == []


def test_of_several_leads_the_slowest_counts():
    """Both lead; one has done its part, the other is behind: the light is the other's, and says why."""
    progress = progress_of({"1.1": ["a"]}, Answer("1.1", "a", "done"))
    assert listed(progress.lights, "voice") == [("lead",)]
    frames = frames_from({"1.1": ["a", "b"]})
    both = replace(frames, assignments=frames.assignments.assign(role="lead"))
    rows = (Answer("1.1", "a", "done"), Answer("1.1", "b", "on-schedule", 1.0))
    assert listed(judged(both, *rows).lights, "unit_id", "light", "voice") == [("b", "red", "slowest")]


def test_without_a_lead_the_light_says_whose_word_it_is():
    """No lead answers: the light rests on another unit, and that is said."""
    frames = frames_from({"1.1": ["a", "b"]})
    none = replace(frames, assignments=frames.assignments.assign(role="support"))
    found = judged(none, Answer("1.1", "a", "on-schedule", 90.0)).lights
    assert listed(found, "unit_id", "light", "voice") == [("a", "green", "no-lead")]


def test_a_task_without_a_day_of_its_own_shows_none():
    """It is judged by the year's end, which is no deadline of the notice."""
    progress = progress_of({"1.1": ["a"]}, Answer("1.1", "a", "done"))
    assert listed(progress.lights, "due") == [("",)]


def test_a_day_that_comes_near_is_blue():
    """Only the preset by days warns before the day."""
    near = date(2023, 12, 20)
    assert judge("on-schedule", 99, YEAR, near, settings(preset="due")).colour == "blue"
    assert judge("on-schedule", 99, YEAR, near, PLAIN).colour == "green"


def test_a_day_due_on_a_holiday_moves_to_the_next_working_day():
    """1 October 2025 is a holiday until the 8th; 28 September, a Sunday, is worked."""
    assert next_workday(date(2025, 10, 1)).day == date(2025, 10, 9)
    assert next_workday(date(2025, 9, 28)).day == date(2025, 9, 28)
    assert next_workday(date(2025, 10, 1)).is_known


def test_years_without_a_list_of_holidays_know_weekends_only():
    """Beyond the years that are known this is said, and weekends still count."""
    found = next_workday(date(2101, 1, 1))
    assert (found.day, found.is_known) == (date(2101, 1, 3), False)


@pytest.mark.parametrize(
    ("words", "kind", "number", "due"),
    [
        ("2023-q2", "quarter", 2, date(2023, 6, 25)),
        ("2023-h2", "second-half", 0, date(2023, 12, 25)),
        ("2023-06", "month", 6, date(2023, 6, 25)),
        ("2023-W23", "week", 23, date(2023, 6, 12)),
        ("2023", "year", 0, date(2023, 12, 25)),
        ("2023-06-30", "day", 0, date(2023, 6, 30)),
    ],
)
def test_periods(words, kind, number, due):
    """A period has its kind, its number and a working day by which answers are due."""
    period = parse_period(words, PLAIN)
    assert (period.kind, period.number, period.due.day) == (kind, number, due)


@pytest.mark.parametrize(
    ("plain", "written"),
    [
        ("2023-q2", "2023Q2 2023年二季度 2023年第二季度 ２０２３年第2季度 二〇二三年二季度 二季度 Q2"),
        ("2023-06", "2023-6 2023.06 2023年6月 2023年六月份 2023年06月 6月 六月"),
        ("2023-h1", "2023H1 2023年上半年 上半年"),
        ("2023-w05", "2023-W5 2023年第5周"),
        ("2023-06-05", "2023-6-5 2023年6月5日 6月5日"),
        ("2023", "2023年 2023年全年 全年"),
    ],
)
def test_a_period_has_one_id_however_it_is_written(plain, written):
    """As it is typed or said, in full or short of its year, which is then the plan's, it is the same period."""
    known = parse_period(plain, PLAIN)
    assert known.id == plain
    assert [parse_period(words, PLAIN, 2023) for words in written.split()] == [known] * len(written.split())


@pytest.mark.parametrize(
    "words", ["", "2023-q5", "2023-13", "2023-02-30", "二季度", "2023-w60", "../x", "6", "20236", "十三月"]
)
def test_what_is_no_period_is_refused(words):
    """The refusal shows how a period is written."""
    with pytest.raises(SettingsError, match="write 2023-q2"):
        parse_period(words, PLAIN)


def test_stages_are_days_of_a_year():
    """A stage on 31 February is refused by its form or moved to the month's end."""
    assert parse_settings({"progress": {"stages": {"06-30": 40}}}).progress.stages == {"06-30": 40}
    with pytest.raises(SettingsError):
        parse_settings({"progress": {"stages": {"6月": 40}}})


def progress_of(assigned, *rows: Answer, **more):
    return judged(frames_from(assigned), *rows, **more)


def judged(frames, *rows: Answer, earlier=(), filled_on=None, as_of=MAY):
    period = parse_period("2023-q2", PLAIN)
    units = {row.unit_id: None for row in rows} if filled_on is None else filled_on
    return judge_progress(
        frames,
        rows,
        PLAIN,
        period,
        as_of,
        start=date(2023, 1, 1),
        end=date(2023, 12, 31),
        filled_on=units,
        earlier=earlier,
    )


def listed(table, *columns):
    return list(zip(*(table[column] for column in columns), strict=True))


def test_the_ledger_has_a_row_for_every_part():
    """Answered or not, each assignment is in the ledger once."""
    progress = progress_of({"1.1": ["a", "b"], "1.2": ["b"]}, Answer("1.1", "a", "done", 100.0, "建成"))
    assert listed(progress.ledger, "item_id", "unit_id", "role", "answered", "percent", "done") == [
        ("1.1", "a", "lead", True, 100.0, "建成"),
        ("1.1", "b", "co-lead", False, None, ""),
        ("1.2", "b", "lead", False, None, ""),
    ]
    assert progress.count_lights() == {
        "done": 1, "green": 0, "blue": 0, "yellow": 0, "red": 0, "none": 0, "unreported": 1,
    }  # fmt: skip


def test_the_light_rests_on_the_lead():
    """What co-units say does not make a light."""
    progress = progress_of({"1.1": ["a", "b"]}, Answer("1.1", "b", "done", 100.0))
    assert listed(progress.lights, "unit_id", "light") == [("a", "unreported")]


def test_units_are_missing_partial_late_or_complete():
    """A sheet sent empty is as missing as one not sent; late counts from the day due."""
    rows = (Answer("1.1", "a", "done"), Answer("1.1", "b", "done"), Answer("1.2", "b"), Answer("1.1", "c", "behind"))
    assigned = {"1.1": ["a", "b", "c", "d", "e"], "1.2": ["b", "a"]}
    sent = {"a": None, "b": date(2023, 6, 20), "c": date(2023, 6, 29), "d": date(2023, 6, 1)}
    progress = progress_of(assigned, *rows, filled_on=sent)
    assert listed(progress.reports, "unit_id", "answered", "items", "state", "late_days") == [
        ("a", 1, 2, "partial", None),
        ("b", 2, 2, "complete", 0),
        ("c", 1, 1, "late", 4),
        ("d", 0, 1, "missing", 0),
        ("e", 0, 1, "missing", None),
    ]


@pytest.mark.parametrize(
    ("lead", "other", "kind"),
    [
        (Answer("1.1", "a", "done"), Answer("1.1", "b", "behind"), "done-not-done"),
        (Answer("1.1", "a", "done"), Answer("1.1", "b", "", 40.0), "done-not-done"),
        (Answer("1.1", "a", "not-started"), Answer("1.1", "b", "done"), "not-started-under-way"),
        (Answer("1.1", "a", "adjusted"), Answer("1.1", "b", "on-schedule"), "adjusted-not"),
        (Answer("1.1", "a", "done"), Answer("1.1", "b", "done", 100.0), None),
        (Answer("1.1", "a", "behind"), Answer("1.1", "b", "done"), None),
    ],
)
def test_contradictions_between_lead_and_other_units(lead, other, kind):
    """The lead says done and another unit says not: both are shown, neither is believed."""
    found = progress_of({"1.1": ["a", "b"]}, lead, other).contradictions
    assert list(found["kind"]) == ([kind] if kind else [])


@pytest.mark.parametrize("claims", [("done", "behind"), ("behind", "done")])
def test_two_leads_contradict_each_other_once(claims):
    """Whichever of them says done: one contradiction, not two and not none."""
    frames = frames_from({"1.1": ["a", "b"]})
    both = replace(frames, assignments=frames.assignments.assign(role="lead"))
    rows = [Answer("1.1", unit, status) for unit, status in zip("ab", claims, strict=True)]
    found = judged(both, *rows).contradictions
    assert listed(found, "kind", "unit_id", "other_id") == [("leads-differ", "a", "b")]


@pytest.mark.parametrize(
    ("now", "before", "kinds"),
    [
        (("on-schedule", 40.0, "新"), ("on-schedule", 50.0, "旧"), ["fell"]),
        (("behind", 50.0, "新"), ("done", 50.0, "旧"), ["reopened"]),
        (("done", 80.0, "新"), ("", None, ""), ["done-short"]),
        (("not-started", 100.0, "新"), ("", None, ""), ["full-not-done"]),
        (("not-started", 20.0, "新"), ("", None, ""), ["not-started-share"]),
        (("done", 100.0, ""), ("", None, ""), ["done-wordless"]),
        (("", None, "已开工"), ("", None, ""), ["words-only"]),
        (("not-started", 120.0, "新"), ("", None, ""), ["full-not-done"]),
        (("on-schedule", 60.0, "同样的话"), ("on-schedule", 50.0, "同样的话"), ["same-words"]),
        (("on-schedule", 60.0, "新"), ("on-schedule", 50.0, "旧"), []),
    ],
)
def test_what_is_hard_to_believe(now, before, kinds):
    """A share that fell, 100 % not started, 已完成 without a word: each is a question to ask."""
    found = progress_of({"1.1": ["a"]}, Answer("1.1", "a", *now), earlier=[Answer("1.1", "a", *before)]).doubts
    assert list(found["kind"]) == kinds


def test_a_share_that_nobody_could_read_is_asked_back():
    """The unit is reminded; that neither status nor share were filled in is not said of it."""
    progress = progress_of({"1.1": ["a"]}, Answer("1.1", "a", "", None, "已开工", unread=True))
    assert list(progress.doubts["kind"]) == ["share-unread"]
    assert list(progress.reminders["reason"]) == ["doubt"]


def test_words_without_a_status_are_not_taken_for_silence():
    """A unit that wrote words only has answered; its light says that neither status nor share can be read."""
    lights = progress_of({"1.1": ["a"]}, Answer("1.1", "a", done="已开工")).lights
    assert list(lights["why"]) == ["no-number"]


def test_reminders_name_one_reason_a_task():
    """Missing comes before blank, blank before lights, lights before questions; what is in order is not listed."""
    assigned = {"1.1": ["a", "b"], "1.2": ["a"], "1.3": ["a"], "1.4": ["c"]}
    rows = (Answer("1.1", "a", "on-schedule", 2.0, "慢"), Answer("1.2", "a", "on-schedule", 60.0, "快"))
    progress = progress_of(assigned, *rows)
    assert listed(progress.reminders, "unit_id", "item_id", "reason", "light") == [
        ("a", "1.1", "red", "red"),
        ("a", "1.3", "blank", "unreported"),
        ("b", "1.1", "missing", "red"),
        ("c", "1.4", "missing", "unreported"),
    ]


def test_a_plan_without_items_has_no_progress():
    """Empty tables, no exception."""
    progress = progress_of({})
    assert len(progress.ledger) == len(progress.lights) == len(progress.reports) == 0


def test_points_behind_round_a_half_up():
    """39.45 % where 49.5 % are due is 10.1 points behind, in every output, not 10.0."""
    light = judge("on-schedule", 39.45, YEAR, date(2023, 6, 30), PLAIN)
    assert (light.expected, light.gap) == (49.5, 10.1)


@pytest.mark.parametrize("words", ["长期坚持", "全年", "每季度末", "持续推进", "常态化推进"])
def test_a_standing_task_is_judged_by_whether_it_was_reported(words):
    """10 % in November is no red light for what never ends; silence is 未报, a unit's own 慢于序时 stays."""
    items = frames_from({"1.1": ["a"], "1.2": ["b"], "1.3": ["c"], "1.4": ["d"]})
    standing = replace(items, items=items.items.assign(due_text=words))
    answers = (Answer("1.1", "a", percent=10.0), Answer("1.2", "b", done="已开展"), Answer("1.3", "c", "behind"))
    lights = judged(standing, *answers, as_of=date(2023, 11, 30)).lights
    assert listed(lights, "light", "why") == [
        ("green", "rhythm"), ("green", "rhythm"), ("yellow", "by-status"), ("unreported", "unreported"),
    ]  # fmt: skip
    assert listed(lights, "expected") == [(None,)] * 4


def test_a_day_in_words_is_no_standing_task():
    """立行立改 and a task without any words of time run to the year's end as before."""
    frames = frames_from({"1.1": ["a"]})
    hurried = replace(frames, items=frames.items.assign(due_text="立行立改"))
    assert listed(judged(hurried, Answer("1.1", "a", percent=10.0), as_of=date(2023, 11, 30)).lights, "light") == [
        ("red",)
    ]
