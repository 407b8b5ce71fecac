"""The reader against notices that people labelled; they are other people's texts and live outside the project."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from score import score_folder, sum_scores

BESIDE = Path(__file__).parents[2] / "shared" / "notices" / "dev"
LEAST_F1, LEAST_EXACT = 0.97, 0.92


def labelled_folder() -> Path:
    """The folder that RESPONSIBILITY_LABELLED names, or the one beside the repository."""
    folder = Path(os.environ.get("RESPONSIBILITY_LABELLED", BESIDE))
    if not (folder / "gold.jsonl").is_file():
        pytest.skip("no labelled notices: set RESPONSIBILITY_LABELLED to a folder with *.txt and gold.jsonl")
    return folder


def test_labelled_notices_are_read_well(capsys: pytest.CaptureFixture[str]) -> None:
    """Units with their roles, and whole clauses, are read as careful people labelled them."""
    total = sum_scores(score_folder(labelled_folder()))
    with capsys.disabled():
        sys.stdout.write(f"\n{total}\n")
    report = "\n".join([str(total), *map(str, total.misses)])
    assert total.f1 >= LEAST_F1, report
    assert total.exactness >= LEAST_EXACT, report
