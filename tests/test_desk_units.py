"""The register as a table: units merged with all that led to them, lists taken in, and all of it taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from desks import desk_of, write_folder
from responsibility.desk.office import Desk, StaleError
from responsibility.desk.units import Change, change_unit, preview_merge, show_register, take_list
from responsibility.errors import RegistryError, SettingsError, SourceError
from responsibility.system.inputs import SourceFile
from sources import xlsx_of

pytestmark = pytest.mark.slow

UNITS = (
    "# 名录\nid,name,short,parent\nslj,甲市水利局,市水利局,\nswj,甲市水务局,市水务局,\nzx,甲市河道中心,河道中心,swj\n"
)
ALIASES = "text,unit_id,source\n市水务,swj,电话\n"
GROUPS = "group,unit_id\n涉水部门,swj\n"
OVERRIDES = "item_id,mention,unit_id,role,reason\n1.1,,市水务局,support,会议\n1.2,市水务保障中心,swj,lead,会议\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = write_folder(tmp_path / "matrix")
    for name, text in (("units.csv", UNITS), ("aliases.csv", ALIASES), ("groups.csv", GROUPS)):
        (root / name).write_text(text, "utf-8")
    (root / "plans/p/overrides.csv").write_text(OVERRIDES, "utf-8")
    return root


def do(desk: Desk, act: str, **values: str) -> None:
    change_unit(desk, "p", version(desk), Change(act, values, "张三"))


def version(desk: Desk) -> str:
    return str(desk.show("p")["version"])


def lines(root: Path, name: str) -> list[str]:
    return (root / name).read_text("utf-8-sig").splitlines()


def test_a_merged_unit_leaves_nothing_that_leads_nowhere(root):
    """Its names become aliases; aliases, groups, corrections and units below it lead to the other one."""
    desk = desk_of(root)
    do(desk, "merge", id="swj", into="slj")
    assert lines(root, "units.csv") == [
        "# 名录",
        "id,name,short,parent",
        "slj,甲市水利局,市水利局,",
        "zx,甲市河道中心,河道中心,slj",
    ]
    assert [line.split(",")[:2] for line in lines(root, "aliases.csv")] == [
        ["text", "unit_id"], ["市水务", "slj"], ["甲市水务局", "slj"], ["市水务局", "slj"],
    ]  # fmt: skip
    assert lines(root, "groups.csv")[1] == "涉水部门,slj"
    assert [line.split(",")[2] for line in lines(root, "plans/p/overrides.csv")] == ["unit_id", "slj", "slj"]
    assert "swj" not in {unit.id for unit in desk.scene("p")[0].plan.units}


def test_a_merge_is_shown_before_and_taken_back_after(root):
    """The counts before it are those of now, those after it come true; undone, every line says what it said."""
    desk, before = (
        desk_of(root),
        {name: sorted(lines(root, name)) for name in ("units.csv", "aliases.csv", "groups.csv")},
    )
    shown = preview_merge(desk, "p", Change("merge", {"id": "swj", "into": "slj"}, ""))
    assert {name: sorted(lines(root, name)) for name in before} == before
    do(desk, "merge", id="swj", into="slj")
    counts = desk.show("p")["counts"]
    assert {each["key"]: each["after"] for each in shown["counts"]} == counts
    desk.undo("p", version(desk), "张三")
    assert {name: sorted(lines(root, name)) for name in before} == before
    assert [line.split(",")[2] for line in lines(root, "plans/p/overrides.csv")] == ["unit_id", "市水务局", "swj"]


def test_what_a_merge_took_out_comes_back_where_it_stood(root):
    """The order of the lines is the protocol order: undo keeps it, and so does doing it again and undoing that."""
    desk, before = desk_of(root), lines(root, "units.csv")
    do(desk, "merge", id="slj", into="zx")
    assert [line.split(",")[0] for line in lines(root, "units.csv")] == ["# 名录", "id", "swj", "zx"]
    for act in (desk.undo, desk.redo, desk.undo):
        act("p", version(desk), "张三")
    assert lines(root, "units.csv") == before


def test_a_merge_holds_for_the_corrections_of_every_plan(root):
    """A correction of another plan would name a unit that is not there; undo turns it back as well."""
    other = root / "plans/q/overrides.csv"
    other.parent.mkdir()
    (other.parent / "notice.txt").write_bytes((root / "plans/p/notice.txt").read_bytes())
    other.write_text(OVERRIDES, "utf-8")
    desk = desk_of(root)
    do(desk, "merge", id="swj", into="slj")
    assert [line.split(",")[2] for line in lines(root, "plans/q/overrides.csv")] == ["unit_id", "slj", "slj"]
    desk.undo("p", version(desk), "张三")
    assert other.read_text("utf-8") == OVERRIDES


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        (
            "meetings.csv",
            "meeting,day,item_id,decision,unit_id,by\n会议,2026-03-02,1,定,市财政局、swj,李四\n",
            "市财政局、slj,李四",
        ),
        ("refinements.csv", "unit_id,item_id,verdict,reason\nswj,,同意,核过\n", "slj,,同意,核过"),
        ("scores.csv", "unit_id,cause,points,reason\nswj,others,1,表扬\n", "slj,others,1,表扬"),
        (
            "returns/2026-q1/placed.csv",
            "file,place,item_id,unit_id,reason\na.xlsx,C4,1.1,swj,电话\n",
            "C4,1.1,slj,电话",
        ),
    ],
)
def test_a_merge_holds_for_what_is_kept_in_the_course_of_a_year(root, file, before, after):
    """Of this plan and of others; why and by whom stay what they were, and undo brings the very bytes back."""
    kept = [root / "plans" / plan / file for plan in ("p", "q")]
    for path in kept:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(before, "utf-8")
    (root / "plans/q/notice.txt").write_bytes((root / "plans/p/notice.txt").read_bytes())
    desk = desk_of(root)
    do(desk, "merge", id="swj", into="slj")
    for path in kept:
        assert path.read_text("utf-8").splitlines()[1].endswith(after)
    desk.undo("p", version(desk), "张三")
    assert [path.read_text("utf-8") for path in kept] == [before, before]


def test_settings_that_mean_a_merged_unit_are_told(root):
    """They are a person's own file, comments and all."""
    (root / "settings.toml").write_text("[balance]\neligible = ['swj']\n", "utf-8")
    desk = desk_of(root)
    assert change_unit(desk, "p", version(desk), Change("up", {"id": "zx"}, ""))["words"] == ""
    change = Change("merge", {"id": "swj", "into": "slj"}, "")
    assert "“swj”" in str(change_unit(desk, "p", version(desk), change)["words"])


def test_a_merge_that_another_plan_could_not_read_is_refused(root):
    """Its corrections would contradict each other."""
    other = root / "plans/q/overrides.csv"
    other.parent.mkdir()
    (other.parent / "notice.txt").write_bytes((root / "plans/p/notice.txt").read_bytes())
    other.write_text("item_id,mention,unit_id,role,reason\n1.1,,swj,lead,会议\n1.1,,slj,support,会议\n", "utf-8")
    desk, before = desk_of(root), lines(root, "units.csv")
    with pytest.raises(RegistryError):
        do(desk, "merge", id="swj", into="slj")
    assert lines(root, "units.csv") == before


def test_a_name_that_only_the_plan_has_is_merged_by_an_alias(root):
    """The register has no line for it."""
    desk = desk_of(root)
    (root / "plans/p/overrides.csv").unlink()
    unknown = next(unit for unit in desk.scene("p")[0].plan.units if unit.name == "市水务保障中心")
    do(desk, "merge", id=unknown.id, into="zx")
    assert lines(root, "aliases.csv")[-1].startswith("市水务保障中心,zx,")
    assert lines(root, "units.csv") == UNITS.splitlines()


def test_a_unit_keeps_its_place_when_it_is_renamed_or_retired(root):
    """The order of the lines is the protocol order; the comment stays where it was."""
    (root / "units.csv").write_text(UNITS.replace("parent", "valid_to").replace(",swj\n", ",\n"), "utf-8")
    desk = desk_of(root)
    do(desk, "rename", id="slj", name="甲市水利和湖泊局", short="市水利湖泊局")
    do(desk, "retire", id="swj")
    do(desk, "down", id="slj")
    assert lines(root, "units.csv") == [
        "# 名录",
        "id,name,short,valid_to",
        "swj,甲市水务局,市水务局,2026-03-02",
        "slj,甲市水利和湖泊局,市水利湖泊局,",
        "zx,甲市河道中心,河道中心,",
    ]


@pytest.mark.parametrize(
    ("act", "values"),
    [
        ("merge", {"id": "swj", "into": "nobody"}),
        ("merge", {"id": "nobody", "into": "slj"}),
        ("merge", {"id": "slj", "into": "slj"}),
        ("rename", {"id": "nobody", "name": "x"}),
        ("burn", {"id": "slj"}),
    ],
    ids=repr,
)
def test_what_cannot_be_done_is_told_and_nothing_is_written(root, act, values):
    """A unit that is not there, itself, an act that is none."""
    desk, before = desk_of(root), (root / "units.csv").read_bytes()
    with pytest.raises(SettingsError):
        do(desk, act, **values)
    assert (root / "units.csv").read_bytes() == before


def test_a_list_is_taken_in_as_one_act(root):
    """Who is there already stays as written; the rest stands behind in the order of the list, and goes at one undo."""
    desk, before = desk_of(root), lines(root, "units.csv")
    rows = ["序号", "单位名称", "简称"], [1, "甲市水利局", ""], [2, "甲市教育局", ""], [3, "甲市数据中心", "市数据中心"]
    told = take_list(desk, "p", version(desk), SourceFile("list.xlsx", xlsx_of(rows)), "张三")
    assert "2个单位" in told["words"]
    assert lines(root, "units.csv")[len(before) :] == [
        "s-jyj,甲市教育局,市教育局,,government,list.xlsx",
        f"{told['units'][4]['id']},甲市数据中心,市数据中心,,,list.xlsx",
    ]
    desk.undo("p", version(desk), "张三")
    assert lines(root, "units.csv")[2:] == before[2:]


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.xlsx", b"PK\x03\x04", SourceError),
        ("a.xlsx", xlsx_of([["单位名称", "简称"], ["甲市水利局", ""]]), SettingsError),
        ("a.txt", b"nobody", SettingsError),
    ],
    ids=["broken", "nobody new", "nobody"],
)
def test_a_list_that_gives_nothing_is_told(root, name, data, error):
    """And nothing is written."""
    desk, before = desk_of(root), (root / "units.csv").read_bytes()
    with pytest.raises(error):
        take_list(desk, "p", version(desk), SourceFile(name, data), "张三")
    assert (root / "units.csv").read_bytes() == before


def test_a_list_for_what_was_shown_before_is_refused(root):
    """Another window has changed the register since."""
    desk = desk_of(root)
    rows = ["单位名称", "简称"], ["甲市教育局", ""]
    with pytest.raises(StaleError):
        take_list(desk, "p", "older", SourceFile("list.xlsx", xlsx_of(rows)), "张三")


def test_whom_an_open_name_may_be_stands_beside_it(root):
    """Likeness proposes; a person decides."""
    path = root / "plans/p/notice.txt"
    path.write_text(path.read_text("utf-8").replace("市科技局)", "市水利事务局)", 1), "utf-8")
    units = show_register(desk_of(root), "p")["units"]
    assert next(unit["near"] for unit in units if unit["name"] == "市水利事务局")[0] == "slj"


def test_an_order_is_taken_back_and_given_again_like_every_act(root):
    """A line that only moves is not signed; at the edge nothing is written."""
    desk, before = desk_of(root), lines(root, "units.csv")
    do(desk, "up", id="slj")
    assert desk.show("p")["deeds"] == []
    do(desk, "up", id="zx")
    moved = [*before[:3], before[4], before[3]]
    assert lines(root, "units.csv") == moved
    do(desk, "down", id="slj")
    assert lines(root, "units.csv") == [*before[:2], before[4], before[2], before[3]]
    for turn, expected in ((desk.undo, moved), (desk.undo, before), (desk.redo, moved)):
        turn("p", version(desk), "张三")
        assert lines(root, "units.csv") == expected
