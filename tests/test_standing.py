"""Nothing twice: a plan whose outputs stand, with all that they rest on, is passed over; else it is built anew."""

from __future__ import annotations

import json
import os
import pickle
import re
from dataclasses import replace

import pytest

from responsibility.cli import main
from responsibility.cli.options import open_project
from responsibility.errors import OutputError
from responsibility.language.wording import load_wording
from responsibility.settings import Settings
from responsibility.system import program
from responsibility.system.inputs import read_matrix
from responsibility.system.outputs import find_current, publish
from responsibility.system.pools import map_apart
from responsibility.workflows import making
from responsibility.workflows.making import Maker
from responsibility.workflows.project import Project, furnish
from responsibility.workflows.reports import Output, build_manifest

NOTICE = "关于印发青山市{year}年{what}工作计划的通知\n一、主要任务\n1.整修校舍{year}所。(责任单位:市教育局、市财政局)\n"
OVERRIDES = "item_id,mention,unit_id,role,reason,by\n1.1,市财政局,s-czj,support,会议纪要,甲\n"


def write(root, path, text):
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, "utf-8")


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Two plans of one committee, of which the second follows the first, and another one."""
    for plan_id, year, what in (("green-2023", 2023, "绿化"), ("green-2024", 2024, "绿化"), ("water", 2022, "治水")):
        write(tmp_path, f"matrix/plans/{plan_id}/notice.txt", NOTICE.format(year=year, what=what))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make_keys(root):
    """The key of each plan as a new run computes it."""
    project = Project(root / "matrix", *furnished(root), ("green-2023", "green-2024", "water"))
    return {each: key_of(project, each) for each in project.plan_ids}


def furnished(root, language="zh"):
    folder = read_matrix(root / "matrix", plans=False)
    return furnish(folder, language), folder.inputs


def key_of(project, plan_id):
    maker = Maker(project)
    return maker.make_key(maker.list_inputs(plan_id))


def changed(before, root):
    after = make_keys(root)
    return [each for each in before if before[each] != after[each]]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("plans/water/notice.txt", NOTICE.format(year=2021, what="治水"), ["water"]),
        ("plans/water/overrides.csv", OVERRIDES, ["water"]),
        ("plans/water/dismissals.csv", "rule,item,unit,reason,by,date\n", ["water"]),
        ("plans/green-2024/decisions.csv", "old_id,new_id,same\n1.1,1.1,是\n", ["green-2024"]),
        ("plans/green-2023/overrides.csv", OVERRIDES, ["green-2023", "green-2024"]),
        ("units.csv", "id,name,short\njyj,青山市教育局,市教育局\n", ["green-2023", "green-2024", "water"]),
        ("settings.toml", "[load]\n", ["green-2023", "green-2024", "water"]),
        ("settings.toml", '[place]\nname = "青山市"\n', ["green-2023", "green-2024", "water"]),
        ("wording.toml", '[role]\nlead = "主办"\n', ["green-2023", "green-2024", "water"]),
        ("lexicon.toml", "", ["green-2023", "green-2024", "water"]),
    ],
)
def test_a_plan_rests_on_its_folder_the_plan_before_and_what_all_share(place, path, text, expected):
    """Exactly the plans that a file touches get another key."""
    before = make_keys(place)
    write(place, f"matrix/{path}", text)
    assert changed(before, place) == expected


def test_the_key_knows_program_libraries_python_language_and_fonts(place, monkeypatch):
    """Each of them can change an output's bytes."""
    font = place / "a.otf"
    font.write_bytes(b"one")
    write(place, "matrix/settings.toml", f'[output]\nfont_file = "{font.as_posix()}"\n')
    project = Project(place / "matrix", *furnished(place), ("water",))
    keys = [key_of(project, "water")]
    for name in ("python", "files", "matplotlib", "pylopdf-fonts-zh-cn", "xlsxwriter"):
        assert name in program.describe_program()
        with monkeypatch.context() as patch:
            patch.setattr(making, "describe_program", lambda name=name: {**program.describe_program(), name: "9"})
            keys.append(key_of(project, "water"))
    font.write_bytes(b"two")
    keys += [key_of(project, "water"), key_of(replace(project, house=furnished(place, "en")[0]), "water")]
    assert len(set(keys)) == len(keys) == 8


def test_what_a_run_made_stands_until_a_file_of_it_changes(tmp_path):
    """A changed, missing or linked file, another key and a torn manifest are each seen; a stranger is named."""
    files = [Output("a.txt", b"a"), Output("b/c.txt", b"c")]
    manifest = build_manifest(dict(files), {}, Settings(), key="k", counts={"items": 2})
    publish(tmp_path / "out", [*files, manifest])
    folder = tmp_path / "out"
    (folder / "mine.txt").write_text("x")
    published, counts = find_current(folder, "k")
    assert (published.written, published.kept) == ((), ("a.txt", "b/c.txt", "manifest.json"))
    assert published.strangers == ("mine.txt",)
    assert counts == {"items": 2}
    assert find_current(folder, "other") is None
    (folder / "a.txt").write_bytes(b"b")
    assert find_current(folder, "k") is None
    (folder / "a.txt").unlink()
    assert find_current(folder, "k") is None
    (tmp_path / "same").write_bytes(b"a")
    if os.name == "posix":
        (folder / "a.txt").symlink_to(tmp_path / "same")
        assert find_current(folder, "k") is None
        (folder / "a.txt").unlink()
    (folder / "a.txt").write_bytes(b"a")
    assert find_current(folder, "k") is not None
    for torn in ("{", "[]", "{}", '{"key": "k", "counts": {}, "outputs": {"../x": "0"}}'):
        (folder / "manifest.json").write_text(torn)
        assert find_current(folder, "k") is None


def test_a_manifest_has_no_key_where_an_output_failed():
    """The next run tries that output again."""
    made = json.loads(build_manifest({}, {}, Settings(), {"a.svg": "why"}).data)
    assert "key" not in made


@pytest.mark.slow
def test_only_what_changed_is_made_again(place, monkeypatch, capsys):
    """A second run makes nothing and says the same; one line of corrections makes one plan; --force makes all."""
    made = []
    whole = Maker.try_plan
    monkeypatch.setattr("responsibility.cli.building.count_cores", lambda: 9)
    monkeypatch.setattr(Maker, "try_plan", lambda self, each, *rest: (made.append(each), whole(self, each, *rest))[1])
    assert main(["reports"]) == 0
    first = capsys.readouterr().out
    files = {path: path.read_bytes() for path in (place / "output").rglob("*.*")}
    assert made == ["green-2023", "green-2024", "water"]
    made.clear()
    assert main(["reports"]) == 0
    assert made == []
    counted = re.compile(r"新写 \d+ 个文件，未变 \d+ 个")
    second = capsys.readouterr().out
    assert counted.sub("", first).splitlines()[:-1] == counted.sub("", second).splitlines()[:-1]
    assert second.endswith("计划 3 个：生成 0 个，未变 3 个，失败 0 个。\n")
    assert main(["reports", "--only", "data"]) == 0
    assert made == []
    write(place, "matrix/plans/water/overrides.csv", OVERRIDES)
    assert main(["reports"]) == 0
    assert made == ["water"]
    totals = place / "output/portfolio/data/workload_total.csv"
    assert totals.read_bytes() != files[totals]
    (place / "matrix/plans/water/overrides.csv").unlink()
    made.clear()
    capsys.readouterr()
    assert main(["reports", "--force"]) == 0
    assert made == ["green-2023", "green-2024", "water"]
    assert {path: path.read_bytes() for path in (place / "output").rglob("*.*")} == files


def test_a_portfolio_is_the_same_whether_its_plans_stand_or_are_made(place):
    """Plans that were passed over are read again without being judged; what several come to rests on no more."""
    assert main(["reports"]) == 0
    write(place, "matrix/plans/water/overrides.csv", OVERRIDES)
    found = []
    for more in ((), ("--force",)):
        assert main(["reports", *more]) == 0
        found.append({path.name: path.read_bytes() for path in (place / "output/portfolio").rglob("*.*")})
    assert found[0] == found[1]
    assert "跨计划汇总.xlsx" in found[0]


@pytest.mark.slow
def test_plans_side_by_side_are_as_one_by_one(place, monkeypatch, capsys):
    """Files, words, their order and the exit code are the same however many processes made them."""
    write(place, "matrix/plans/broken/notice.txt", "")
    runs = []
    for cores in (2, 9):
        monkeypatch.setattr("responsibility.cli.building.count_cores", lambda cores=cores: cores)
        code, output = main(["reports", "--output", f"out{cores}"]), place / f"out{cores}"
        said = capsys.readouterr()
        files = {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*.*")}
        runs.append((code, said.out.replace(f"out{cores}", "out"), said.err, files))
    assert runs[0] == runs[1]
    assert "broken: " in runs[0][2]


def test_a_project_crosses_to_another_process(place):
    """Where a process is not forked, all that a plan is read with must be pickled."""
    house, inputs = furnished(place)
    project = Project(place / "matrix", house, inputs, ("water",))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("responsibility.cli.options.get_wording", load_wording)
        opened = open_project(place / "matrix")
    maker = pickle.loads(pickle.dumps(Maker(opened)))
    assert maker.list_inputs("water") == Maker(project).list_inputs("water")
    assert maker.project.read("water")[0].items


def end(number):
    if number == 3:
        os._exit(9)
    return number


def test_an_item_that_ends_its_process_costs_itself_alone():
    """All others are done, in order."""
    done = list(map_apart(end, range(12), 2))
    assert [type(each) if isinstance(each, Exception) else each for each in done] == [
        0, 1, 2, OutputError, *range(4, 12)
    ]  # fmt: skip
