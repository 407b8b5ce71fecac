"""Papers of the desk: as they are, printed, and the first page as a picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from desks import desk_of, open_desk, write_folder
from responsibility.desk import papers
from responsibility.desk.office import Desk
from responsibility.system.office import find_office
from sources import docx_of, paragraph

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 300]>>endobj\ntrailer<</Root 1 0 R>>"
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "output/p"
    folder.mkdir(parents=True)
    (folder / "责任分工要情.pdf").write_bytes(PDF)
    (folder / "责任分解表.docx").write_bytes(docx_of(paragraph("责任分解表")))
    return desk_of(write_folder(tmp_path / "matrix"))


def test_a_pdf_is_seen_as_a_picture_and_printed_as_it_is(desk):
    """No other program is needed."""
    with open_desk(desk) as opened:
        seen = opened.ask("GET", "/files/p/责任分工要情.pdf?as=png")
        assert (seen.status, seen.headers["content-type"], seen.data[:4]) == (200, "image/png", b"\x89PNG")
        assert opened.ask("GET", "/files/p/责任分工要情.pdf?as=pdf").data == PDF


@pytest.mark.office
@pytest.mark.skipif(find_office() is None, reason="needs LibreOffice")
def test_a_word_document_is_printed(desk):
    assert papers.print_paper(desk, "p", "责任分解表.docx").startswith(b"%PDF")
    assert papers.list_papers(desk, "p")["prints"] == [".pdf", ".docx", ".xlsx"]


def test_without_libreoffice_no_print_is_offered(desk, monkeypatch):
    """What is asked for all the same is refused, with what to do; what was printed before is at hand still."""
    papers._to_pdf.cache_clear()
    monkeypatch.setattr(papers, "find_office", lambda: None)
    monkeypatch.setattr("responsibility.system.office.find_office", lambda: None)
    assert papers.list_papers(desk, "p")["prints"] == [".pdf"]
    with open_desk(desk) as opened:
        refused = opened.ask("GET", "/files/p/责任分解表.docx?as=png")
        assert (refused.status, bool(refused.json["error"])) == (404, True)
        assert opened.ask("GET", "/files/p/nothing.pdf?as=pdf").status == 404


@pytest.mark.slow
def test_a_row_that_was_placed_is_taken_back_by_what_the_answer_tells(tmp_path):
    """Placing changes the files, so its answer tells the version that the next act needs."""
    root = write_folder(tmp_path / "matrix")
    with open_desk(desk_of(root)) as desk:
        told = desk.ask("GET", "/api/plans/p/returns").json
        waiting = tmp_path / "output/p/progress" / told["period"] / "data/unplaced.csv"
        waiting.parent.mkdir(parents=True)
        waiting.write_text("unit_id,file,place,item_id,words,reason\n,甲.xlsx,第3行,,做了,text-changed\n", "utf-8-sig")
        said = {"period": told["period"], "by": "张三", "file": "甲.xlsx", "place": "第3行", "item": "none"}
        placed = desk.ask("POST", "/api/plans/p/returns/place", {**said, "reason": "核实", "version": told["version"]})
        assert placed.json.get("undo"), placed.data.decode()
        undone = desk.ask("POST", "/api/plans/p/returns/undo", {**said, "version": placed.json["version"]})
        assert undone.status == 200, undone.data.decode()
        assert not undone.json["undo"]
