"""Every number of workbooks, page and papers: as written, and as LibreOffice recalculates and prints them."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter

import pytest

from oracle import books, papers, pictures
from oracle.plans import make_alone, make_dated, make_plan, make_problems
from oracle.readers import read_sheets
from oracle.sweep import Sweep
from oracle.tally import Tally
from oracle.whole import BOOK, check_whole, tables_of
from oracle.worlds import PICTURES, PRINTS, make_world, reference_world
from prints import convert_files

ALL = ("data", "matrix", "page", "tasks", "appendix", "leader", "calendar", PICTURES)
TWINS = ("en", "problems")


def check_workbook(world, data, tally):
    books.check_book(world.facts, read_sheets(data), tables_of(world), world.findings, tally)


@pytest.mark.parametrize("seed", [0, 2, 4, 6, 8, 9, 11, 13])
def test_cells_of_the_workbook_and_data_of_the_page_are_true(seed, tmp_path):
    """Each count, sum, share, rank, measure and sentence of 责任矩阵.xlsx as written, and what the page works on."""
    tally, world = Tally(), make_world(tmp_path, make_plan(seed), ("data", "matrix", "page"))
    check_workbook(world, world.files[BOOK], tally)
    papers.check_page(world.facts, world.files["index.html"], tables_of(world), tally)
    papers.check_counts(world.facts, world.files["index.html"], world.findings, tally)
    tally.settle()


@pytest.mark.parametrize("seed", [2, 4, 11, 21])
def test_pictures_say_and_show_what_is_true(seed, tmp_path):
    """Each count, load, weight, Gini and firmness in the words of the diagrams; whom lines join and how thick; bars."""
    tally, world = Tally(), make_world(tmp_path, make_plan(seed), ("data", PICTURES))
    pictures.check_pictures(world.facts, world.files, tables_of(world), tally)
    tally.settle()


@pytest.fixture(scope="module")
def reference():
    return reference_world((*ALL, PRINTS), TWINS)


@pytest.mark.slow
def test_every_paper_of_the_reference_plan_is_true(reference):
    """Every file and every sentence with a number: compared, or quoted; in other words the same numbers."""
    tally = Tally()
    check_whole(reference, tally)
    tally.settle()


@pytest.mark.slow
@pytest.mark.parametrize("make", [make_problems, make_alone, make_dated])
def test_every_paper_of_another_kind_of_plan_is_true(make, tmp_path):
    """A plan of problems, one that names one unit alone, one with days, stages and tasks that go on all the year."""
    tally, world = Tally(), make_world(tmp_path, make(), ALL, TWINS)
    check_whole(world, tally)
    tally.settle()


@pytest.mark.office
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_what_libreoffice_recalculates_is_true(reference, tmp_path):
    """Every formula computed anew gives what was cached, on three plans."""
    tally = Tally()
    worlds = {"a.xlsx": reference} | {
        f"{seed}.xlsx": make_world(tmp_path / str(seed), make_plan(seed), ("data", "matrix")) for seed in (4, 11)
    }
    made = convert_files(tmp_path, {name: world.files[BOOK] for name, world in worlds.items()}, "xlsx")
    for name, world in worlds.items():
        check_workbook(world, made[name].read_bytes(), tally)
    tally.settle()


@pytest.mark.office
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler")
def test_the_leaders_page_prints_what_its_word_file_says(reference, tmp_path):
    """The letters of 责任分工要情.pdf, read back: each sentence with a number of the .docx, and no number more."""
    tally = Tally()
    printed = print_words(tmp_path, reference.files["责任分工要情.pdf"])
    papers.check_brief(reference.facts, printed, tally)
    papers.check_printed(printed, reference.files["责任分工要情.docx"], tally)
    tally.settle()


def test_a_page_that_prints_another_number_than_word_says_fails(reference):
    tally, data = Tally(), reference.files["责任分工要情.docx"]
    lines = list(papers.read_word_lines(data))
    papers.check_printed("\n".join(lines), data, tally)
    tally.settle()
    for other in ([*lines[:-1], "又7项"], ["".join(lines).replace("14", "15")]):
        tally = Tally()
        papers.check_printed("\n".join(other), data, tally)
        with pytest.raises(AssertionError):
            tally.settle()


def print_words(folder, data):
    path = folder / "a.pdf"
    path.write_bytes(data)
    return subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout


@pytest.mark.office
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler")
def test_the_printed_diagrams_have_the_letters_of_the_drawn(reference, tmp_path):
    """Each sign of each PDF is one of the SVG, whose sentences are checked, and none is missing."""
    tally, files = Tally(), reference.files
    prints = {path: data for path, data in files.items() if path.endswith(".pdf") and f"{path[:-4]}.svg" in files}
    for path, data in prints.items():
        drawn = "".join(pictures.read_words(files[f"{path[:-4]}.svg"]))
        letters = (Counter(re.sub(r"\s", "", words)) for words in (drawn, print_words(tmp_path, data)))
        tally.all_same(path, *letters)
    tally.same("diagrams printed", 6, len(prints))
    tally.settle()


def test_a_sentence_that_nothing_explains_fails():
    """Words with a number of no template, and a template with another number, are not passed over."""
    tally = Tally()
    sweep = Sweep("某市共5万人", {"page.card.more": [{"count": 3}]}, tally)
    said = ("另有3个", "另有4个", "昨天下了7场雨", "某市共5万人")
    assert [sweep.explain(words) for words in said] == [True, False, False, True]
