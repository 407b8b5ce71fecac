"""Starting: an empty matrix/ that is right for any office."""

from __future__ import annotations

import pytest

from responsibility.cli import main
from responsibility.system.inputs import read_matrix
from responsibility.workflows.project import furnish


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_new_folder_is_read_and_holds_nothing_of_any_place(tmp_path, language, capsys):
    """Settings are commented, tables have Chinese heads and no line, and the place is the one named."""
    assert main(["init", str(tmp_path / "office"), "--place", "东川市", "--lang", language]) == 0
    matrix = tmp_path / "office" / "matrix"
    assert matrix.as_posix() in capsys.readouterr().out
    assert sorted(path.name for path in matrix.iterdir()) == [
        "README.md", "aliases.csv", "groups.csv", "plans", "settings.toml", "units.csv",
    ]  # fmt: skip
    house = furnish(read_matrix(matrix, plans=False))
    assert (house.registry.units, house.registry.entries, house.registry.places) == ((), (), ("东川市",))
    assert (matrix / "units.csv").read_text("utf-8-sig").startswith("编号,单位全称,简称,")


def test_the_examples_in_the_comments_are_lines_that_are_read(tmp_path):
    """The last comment of each table, its sign taken away, is a unit, an alias, a group."""
    main(["init", str(tmp_path)])
    for name in ("units", "aliases", "groups"):
        path = tmp_path / "matrix" / f"{name}.csv"
        *lines, example = path.read_text("utf-8-sig").splitlines()
        path.write_text("\n".join((*lines, "mx,某县人民政府" if name == "units" else "", example[2:])), "utf-8")
    registry = furnish(read_matrix(tmp_path / "matrix", plans=False)).registry
    assert [unit.id for unit in registry.units] == ["mx", "fgw"]
    assert [each.unit.id for each in registry.find("市发改局")] == ["fgw"]
    assert [unit.id for unit in registry.members("各县(市、区)政府")] == ["mx"]


def test_a_folder_that_holds_one_already_is_refused_and_left_alone(tmp_path, capsys):
    """Nothing of an office's is ever written over."""
    (tmp_path / "matrix").mkdir()
    assert main(["init", str(tmp_path)]) == 4
    assert "已有 matrix 文件夹" in capsys.readouterr().err
    assert list((tmp_path / "matrix").iterdir()) == []


def test_a_place_without_its_level_is_refused(tmp_path, capsys):
    """东川 may be a city or a district."""
    assert main(["init", str(tmp_path), "--place", "东川"]) == 3
    assert "“东川”不是地名" in capsys.readouterr().err
    assert not (tmp_path / "matrix").exists()
