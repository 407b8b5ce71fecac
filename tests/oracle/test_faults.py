"""Faults: what was once false, each with the tests that fail when it comes back; seen by undoing the mend."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent
FAULTS = {
    "a percent cell above 100 % is read as it stands, and its light too": (
        "test_returns::test_a_share_is_read_where_safe_and_told_where_not",
        "oracle/test_year::test_every_light_and_report_is_true",
    ),
    "addressees joined by 、 are units each": ("test_analysis_rules::test_addressees_in_one_line_are_units_each",),
    "every line of the page's overrides.csv is accepted, whichever register knows the units": (
        "test_overrides::test_every_line_that_the_page_can_write_is_accepted",
    ),
    "over its capacity is not too many tasks; both are two findings": (
        "test_analysis_rules::test_too_many_tasks_and_too_little_capacity_are_two_findings",
        "test_analysis_rules::test_capacity_has_a_sentence_of_its_own",
    ),
    "moves are counted": ("test_analysis_balance::test_moves_are_counted_and_not_weighed",),
    "methods, pictures and notes say that items weigh, and which weights were used": (
        "oracle/test_tables::test_every_table_of_generated_plans_is_true",
        "oracle/test_papers::test_pictures_say_and_show_what_is_true",
        "oracle/test_papers::test_cells_of_the_workbook_and_data_of_the_page_are_true",
    ),
    "Q is of the groups shown, and compared by one search each": (
        "test_analysis_groups::test_modularity_is_that_of_its_formula",
        "test_analysis_groups::test_plan_and_random_plans_are_compared_on_equal_terms",
        "oracle/test_papers::test_every_paper_of_the_reference_plan_is_true",
    ),
    "p_margins is that of long chains within its error; what flips with the seed is unsure": (
        "test_analysis_chance::test_p_is_that_of_long_chains_within_its_error",
        "test_analysis_chance::test_every_plan_with_the_same_margins_is_equally_likely",
        "test_analysis_chance::test_verdicts_under_twenty_seeds_are_the_same_or_unsure",
        "test_analysis_chance::test_what_another_run_may_judge_otherwise_is_unsure_and_not_supported",
    ),
    "where nothing could be judged it is said so": (
        "test_analysis_rules::test_sentences_say_one_thing_once",
        "oracle/test_tables::test_every_table_of_generated_plans_is_true",
    ),
    "who is named in a clause is no gap, though no register knows it": (
        "test_analysis_texts::test_who_is_named_in_a_clause_is_no_gap_though_no_register_knows_it",
    ),
    "the last line and the exit code are of what is printed": (
        "test_cli::test_the_last_line_and_the_exit_code_are_those_of_what_is_printed",
    ),
    "what is done keeps the share that was due": ("test_progress::test_what_is_done_keeps_the_share_that_was_due",),
    "without a lead it is said whose word it is, and nobody is said to lead": (
        "test_progress::test_without_a_lead_the_light_says_whose_word_it_is",
        "test_bulletin::test_a_task_that_nobody_leads_is_told_as_such",
        "oracle/test_course::test_what_a_period_gave_is_true",
    ),
    "of several leads the slowest counts, and that is said": (
        "test_progress::test_of_several_leads_the_slowest_counts",
        "oracle/test_course::test_what_a_period_gave_is_true",
    ),
    "exactly as many days as the limit are not near": (
        "test_progress::test_exactly_the_days_of_the_limit_are_not_near",
    ),
    "a task without a day shows none": (
        "test_progress::test_a_task_without_a_day_of_its_own_shows_none",
    ),
    "late days are those of the sheet's day": (
        "test_progress::test_units_are_missing_partial_late_or_complete",
        "test_progress_book::test_every_list_says_what_it_must",
    ),
    "the list of reports says that it lists all": ("test_progress_book::test_the_list_of_reports_says_what_it_lists",),
    "each contradiction is told once": (
        "test_progress::test_two_leads_contradict_each_other_once",
        "oracle/test_course::test_what_a_period_gave_is_true",
    ),
    "the same day of the next year has not moved": (
        "test_compare::test_the_same_day_of_the_next_year_has_not_moved",
        "test_compare::test_years_are_those_of_the_plans_and_not_of_their_issue",
        "oracle/test_series::test_several_plans_and_two_years_are_truly_told",
    ),
    "one unit is not 各, few names end without 等, a step is told once": (
        "test_analysis_rules::test_sentences_say_one_thing_once",
    ),
    "an item with two leads counts once, and only the leads by order of the two units": (
        "test_analysis_rules::test_an_item_with_two_leads_counts_once",
    ),
    "a half rounds up everywhere": ("test_rounding::test_a_half_is_rounded_up",),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_has_its_tests(fault):
    """What is pointed at is there."""
    for each in FAULTS[fault]:
        module, _, name = each.partition("::")
        tree = ast.parse((TESTS / f"{module}.py").read_text("utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, each
