"""A corrected notice: decisions stay, and one that no longer fits is asked about; a file without tasks is no notice."""

from __future__ import annotations

from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest

from desks import NOTICE, desk_of, write_folder
from responsibility.desk.former import show_former
from responsibility.desk.office import Desk
from responsibility.desk.plans import replace_notice, take_notice
from responsibility.desk.records import Settlement
from responsibility.desk.server import _lines
from responsibility.errors import SettingsError, SourceError
from responsibility.render.excel import render_book
from responsibility.spans import Span
from responsibility.views.issued.books import build_task_book

HAND = "任务编号,提法,单位编号,角色,理由\n1.1,市科技局,市科技局,none,来函\n1.3,市科技局,市科技局,none,来函\n".encode(
    "utf-8-sig"
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    root = write_folder(tmp_path / "matrix")
    (root / "plans/p/overrides.csv").write_bytes(HAND)
    return desk_of(root)


def stale(desk: Desk) -> list[Any]:
    return [each for each in desk.show("p")["questions"] if each["id"].startswith("stale:")]


def units(desk: Desk, item: str) -> list[str]:
    return [each.name for each in desk.scene("p")[0].plan.assignments if each.item_id == item]


def correct(desk: Desk) -> dict[str, object]:
    """Take a notice whose third task names another unit."""
    text = NOTICE.replace("配合单位:市科技局", "配合单位:市财政局").replace("20家", "25家")
    return replace_notice(desk, "p", "改正稿.txt", text.encode())


def act(desk: Desk, question: Any, choice: int) -> None:
    meant = question["choices"][choice]
    said = Settlement(question["id"], meant["words"], _lines(meant))
    desk.act("p", str(desk.show("p")["version"]), said, meant["reason"] or "来函", "张三")


def test_decisions_hold_for_the_new_text_and_one_that_fits_no_more_is_asked_about(desk):
    """The notice before is kept, and what the line says is shown."""
    assert stale(desk) == []
    told = correct(desk)
    assert "1条" in str(told["words"])
    assert (desk.root / "plans/p/notice.1.txt").read_text("utf-8") == NOTICE
    assert units(desk, "1.1") == ["市经信局"]
    (question,) = stale(desk)
    assert "市科技局" in question["why"]
    assert question in desk.show("p")["questions"][:2]


def test_a_line_that_fits_no_more_is_taken_out_and_put_back(desk):
    """It goes as a decision of its own, so it comes back by undo."""
    correct(desk)
    path = desk.root / "plans/p/overrides.csv"
    act(desk, stale(desk)[0], 0)
    assert len(path.read_bytes().splitlines()) == len(HAND.splitlines()) - 1
    assert stale(desk) == []
    desk.undo("p", str(desk.show("p")["version"]), "张三")
    assert sorted(path.read_bytes().splitlines()) == sorted(HAND.splitlines())
    assert len(stale(desk)) == 1


def test_what_came_of_a_line_that_fits_no_more_goes_with_it(desk):
    """A name that was said to be a person of the task, of whom the new text knows nothing, stands in no sheet."""
    person = "1.3,,,,来函,person,责任人,市科技局\n1.1,,,,来函,person,责任人,市科技局\n"
    path = desk.root / "plans/p/overrides.csv"
    path.write_text(
        "item_id,mention,unit_id,role,reason,kind,heading,value\n1.3,市科技局,市科技局,none,来函,,,\n" + person
    )
    correct(desk)
    (question,) = stale(desk)
    assert "责任人 市科技局" in question["choices"][0]["detail"]
    act(desk, question, 0)
    assert path.read_text().splitlines()[1:] == [person.splitlines()[1]]


def test_a_line_may_be_kept_without_being_asked_about_again(desk):
    correct(desk)
    act(desk, stale(desk)[0], 1)
    assert stale(desk) == []
    assert (desk.root / "plans/p/overrides.csv").read_bytes() == HAND


def test_a_file_without_a_task_is_refused_and_leaves_nothing(desk):
    """A letter, or a picture of a notice: neither a new plan nor in the place of one."""
    before = sorted(path for path in desk.root.rglob("*") if path.name != ".lock")
    with pytest.raises(SourceError, match="no task was found"):
        take_notice(desk, "信.txt", "今天天气很好。".encode())
    with pytest.raises(SourceError, match="no task was found"):
        replace_notice(desk, "p", "信.txt", "今天天气很好。".encode())
    assert sorted(path for path in desk.root.rglob("*") if path.name != ".lock") == before


def test_a_task_sheet_is_no_notice(desk):
    """Dropped among the plans it would become one; where it belongs is told."""
    scene = desk.scene("p")[0]
    sheet = render_book(build_task_book(scene, scene.plan.units[0]))
    before = sorted(path for path in desk.root.rglob("*") if path.name != ".lock")
    for take in (lambda: take_notice(desk, "甲.xlsx", sheet), lambda: replace_notice(desk, "p", "甲.xlsx", sheet)):
        with pytest.raises(SourceError, match="a task sheet that was sent out"):
            take()
    assert sorted(path for path in desk.root.rglob("*") if path.name != ".lock") == before


def test_of_notices_put_there_at_once_every_one_is_kept(desk):
    """Each desk reads its notice for as long as it takes; what another has put there meanwhile is not written over."""
    texts = {NOTICE} | {NOTICE.replace("20家", f"{number}家") for number in range(30, 36)}
    start = Barrier(len(texts) - 1)

    def correct(text: str) -> None:
        start.wait()
        replace_notice(desk_of(desk.root), "p", "改正稿.txt", text.encode())

    threads = [Thread(target=correct, args=(text,)) for text in sorted(texts - {NOTICE})]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {path.read_text("utf-8") for path in (desk.root / "plans/p").glob("notice*")} == texts


def test_a_notice_that_nobody_can_read_is_replaced_too(desk):
    """A card with an error would otherwise stay for ever."""
    (desk.root / "plans/p/notice.txt").write_bytes(b"")
    correct(desk)
    assert units(desk, "1.1") == ["市经信局"]
    assert (desk.root / "plans/p/notice.1.txt").read_bytes() == b""


def test_a_plan_that_is_not_there_is_told(desk):
    with pytest.raises(SourceError) as caught:
        replace_notice(desk, "nosuch", "改正稿.txt", NOTICE.encode())
    assert caught.value.code == "NO_SUCH_PLAN"


def test_a_corrected_notice_is_shown_beside_the_one_before(desk):
    """Tasks changed, new and gone, each cut at the words; of the decisions those that fit no more are told."""
    (desk.root / "plans/p/overrides.csv").unlink()
    assert desk.show("p")["former"] == ""
    for start in (NOTICE.index("市科技局"), NOTICE.rindex("市科技局")):
        said = Settlement(f"mark:{start}", "牵头", desk.mark("p", Span(start, start + 4), "lead", ""))
        desk.act("p", str(desk.show("p")["version"]), said, "来函", "")
    text = NOTICE.replace("配合单位:市科技局", "配合单位:市财政局").replace("20家", "25家")
    text = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("2."))
    text += "4.办好马拉松。(责任单位:市体育局)\n"
    replace_notice(desk, "p", "改正稿.txt", text.encode())
    told = show_former(desk, "p")
    assert told["former"] == desk.show("p")["former"] == "notice.1.txt"
    kinds = [(each["kind"], each["number"]) for each in told["changes"]]
    assert kinds == [("changed", "1"), ("changed", "3"), ("new", "4"), ("gone", "2")]
    assert [part for part in told["changes"][0]["parts"] if part[0]] == [("del", "20"), ("ins", "25")]
    assert [each["fits"] for each in told["deeds"]] == [True, False]


def test_without_a_notice_before_there_is_nothing_to_show(desk):
    with pytest.raises(SettingsError):
        show_former(desk, "p")


def test_a_notice_of_a_place_whose_units_are_not_these_is_not_taken_in(desk):
    """What would be entered of its units would never be read for it; put there by hand, they are not asked about."""
    (desk.root / "settings.toml").write_text('[place]\nname = "乙市"\n', "utf-8")
    (desk.root / "units.csv").write_text("id,name,short\nczj,乙市财政局,市财政局\n", "utf-8")
    before = sorted(path for path in desk.root.rglob("*") if path.name != ".lock")
    with pytest.raises(SourceError) as caught:
        take_notice(desk, "要点.txt", NOTICE.encode())
    assert caught.value.code == "NOTICE_OF_OTHER_PLACE"
    assert "乙市" in desk.tell(caught.value)
    assert sorted(path for path in desk.root.rglob("*") if path.name != ".lock") == before
    assert "register" not in [each["id"] for each in desk.show("p")["questions"]]
    take_notice(desk, "要点.txt", NOTICE.replace("甲市", "乙市").encode())
