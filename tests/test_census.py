"""The census counts the names that the general register does not know, and where they stand."""

from __future__ import annotations

from census import count_strangers, read_folder

NOTICE = "关于印发《丙丁工作方案》的通知\n一、推进甲项工作。（责任单位：市财政局、丙丁研究院，各县区）\n"


def test_names_that_no_register_knows_are_counted_with_their_place(tmp_path):
    """A bureau that every city has is no stranger; the rest is counted over all notices, most frequent first."""
    (tmp_path / "1.txt").write_text(NOTICE + "二、推进乙项工作。（责任单位：丙丁研究院）\n", "utf-8")
    (tmp_path / "2.txt").write_text(NOTICE, "utf-8")
    (tmp_path / "labels.jsonl").write_text("{}", "utf-8")
    found = count_strangers(read_folder(tmp_path))
    assert [(name, each.count, len(each.notices)) for name, each in found.items()] == [
        ("丙丁研究院", 3, 2),
        ("各县区", 2, 2),
    ]
    assert [each.kind for each in found.values()] == ["unknown", "collective"]
    assert found["丙丁研究院"].place.startswith("1.txt: ")
