"""Every number of workbooks, page and papers: as written, and as LibreOffice recalculates and prints them."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections import Counter

import pytest
from docx import Document

from oracle import books, papers, pictures
from oracle.plans import make_plan
from oracle.readers import find_tables, read_sheets, read_table
from oracle.tally import Tally
from oracle.worlds import PICTURES, PRINTS, make_world, reference_world
from prints import convert_files

ALL = ("data", "matrix", "page", "tasks", "appendix", "leader", PICTURES, PRINTS)
BOOK, ANNEX = "责任矩阵.xlsx", "责任分解表"


def tables_of(world):
    return {path[5:-4]: read_table(data) for path, data in world.files.items() if path.endswith(".csv")}


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
    return reference_world(ALL)


@pytest.mark.slow
def test_every_paper_of_the_reference_plan_is_true(reference):
    """Workbook, page, 30 task sheets, the combined book, the annex as workbook and as Word, the leader's page."""
    tally, facts, files = Tally(), reference.facts, reference.files
    check_workbook(reference, files[BOOK], tally)
    papers.check_page(facts, files["index.html"], tables_of(reference), tally)
    papers.check_counts(facts, files["index.html"], reference.findings, tally)
    sheets = sorted(path for path in files if path.startswith("tasks/"))
    for unit, path in zip(facts.units, sheets, strict=True):
        papers.check_sheet(facts, unit, files[path], tally)
    papers.check_told(reference, tally)
    pictures.check_pictures(facts, files, tables_of(reference), tally)
    papers.check_issue(facts, files["各单位任务清单.xlsx"], tally)
    (annex,) = find_tables(read_sheets(files[f"{ANNEX}.xlsx"])[ANNEX], "序号", "牵头单位", "责任（配合）单位")
    papers.check_annex(facts, annex, tally)
    papers.check_annex(facts, papers.read_word_table(files[f"{ANNEX}.docx"], "牵头单位"), tally)
    brief = files["责任分工要情.docx"]
    papers.check_brief(facts, "\n".join(each.text for each in Document(io.BytesIO(brief)).paragraphs), tally)
    papers.check_busiest(facts, papers.read_word_table(brief, "任务最多的单位"), tally)
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
def test_the_leaders_page_prints_true_counts(reference, tmp_path):
    """The letters of 责任分工要情.pdf, read back."""
    tally = Tally()
    papers.check_brief(reference.facts, print_words(tmp_path, reference.files["责任分工要情.pdf"]), tally)
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
