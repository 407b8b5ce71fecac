"""Errors: what stops the program is told in the office's language to the last word, and in English to a programmer."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest

from responsibility.cli import main
from responsibility.errors import OutputError, ResponsibilityError
from responsibility.language.wording import load_wording, tell_error

NOTICE = "关于印发某市工作计划的通知\n一、主要任务\n1.推进绿色升级。(责任单位:市经信局)\n2023年3月24日\n"
UNITS = "id,name\njxj,某市经济和信息化局\n"
PLAN = "matrix/plans/green"
# What breaks a folder, and the verb that meets it.
BROKEN: dict[str, tuple[dict[str, bytes], list[str]]] = {
    "open quote": ({"matrix/units.csv": 'id,name\njxj,"某市\n'.encode()}, ["units"]),
    "quote inside": ({"matrix/aliases.csv": b'text,unit_id,source\n"a"b,jxj,x\n'}, ["check"]),
    "long row": ({"matrix/units.csv": b"id,name\na,b,c,d\n"}, ["units"]),
    "heads": ({"matrix/units.csv": b"id,name,name,colour\na,b,b,c\n"}, ["units"]),
    "coding": ({"matrix/units.csv": b"id,name\na,\xff\xff\xff\n"}, ["units"]),
    "workbook": ({"matrix/units.csv": b"PK\x03\x04"}, ["units"]),
    "dates": ({"matrix/units.csv": b"id,name,valid_from,valid_to\na,b,2024,x\n"}, ["units"]),
    "ids": ({"matrix/units.csv": b"id,name,kind,parent\nA_,,odd,zzz\n"}, ["units"]),
    "aliases": ({"matrix/aliases.csv": b"text,unit_id,source\n,jxj,x\ny,zz,x\ny,jxj,\n"}, ["check"]),
    "groups": ({"matrix/groups.csv": b"group,unit_id\ng,zz\n"}, ["check"]),
    "overrides": ({f"{PLAN}/overrides.csv": b"item_id,mention,unit_id,role,reason\n,,,boss,\n1,,,,x\n"}, ["check"]),
    "dismissals": ({f"{PLAN}/dismissals.csv": b"rule,item,words,reason\nH8,,,\n"}, ["check"]),
    "toml": ({"matrix/settings.toml": b"[load\n"}, ["check"]),
    "setting": ({"matrix/settings.toml": b"[load]\nfence = -1\nodd = 2\n"}, ["check"]),
    "wording": ({"matrix/wording.toml": b'[finding.H8]\ntext = "} {odd}"\n'}, ["check"]),
    "wording keys": ({"matrix/wording.toml": b'odd = "x"\n'}, ["check"]),
    "text coding": ({f"{PLAN}/notice.txt": "通知\n甲乙丙丁".encode() + b"\xff\xff\xff"}, ["check"]),
    "cut text": ({f"{PLAN}/notice.txt": b"\xef\xbb\xbf" + "通知甲".encode()[:-1]}, ["check"]),
    "nul": ({f"{PLAN}/notice.txt": b"abc\x00d"}, ["check"]),
    "blank": ({f"{PLAN}/notice.txt": b" \n"}, ["check"]),
    "two notices": ({f"{PLAN}/notice.html": b"<p>x"}, ["check"]),
    "damaged": ({"n.docx": b"PK\x03\x04 and no more"}, ["read", "n.docx"]),
    "folder": ({}, ["read", "matrix"]),
    "absent": ({}, ["read", "nowhere.txt"]),
    "plan": ({}, ["check", "--plan", "blue"]),
    "report": ({}, ["reports", "--only", "poem"]),
    "rule": ({}, ["explain", "H99"]),
    "matrix": ({}, ["check", "--matrix", "nowhere"]),
    "period": ({}, ["collect", "someday"]),
    "file in the way": ({"output": b"x"}, ["reports", "--only", "data"]),
    "nothing came": ({}, ["assess", "2023"]),
    "returned": ({"in/a.xlsx": b"PK\x03\x04 and no more", "in/b.zip": b"PK\x05\x06", "in/c.csv": b"x"},
                 ["collect", "2023-q2", "in"]),
}  # fmt: skip
# Files, columns, settings, verbs and values that are written like this; what is left is prose.
NAMES = re.compile(r"[\w./\\*~:-]*[./\\_:-][\w./\\*:-]*|--?\w+|\bresponsibility( \w+)?|'[^']*'|\{[^}]*\}")


@pytest.fixture
def office(tmp_path, monkeypatch):
    for name, data in {"matrix/units.csv": UNITS.encode(), f"{PLAN}/notice.txt": NOTICE.encode()}.items():
        write(tmp_path / name, data)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


@pytest.mark.parametrize(("files", "verb"), BROKEN.values(), ids=BROKEN.keys())
def test_what_is_wrong_is_told_without_an_english_sentence(office, capsys, files, verb):
    """Whatever breaks, the office reads Chinese: no reason of a library and no key is left over."""
    for name, data in files.items():
        write(office / name, data)
    assert main(verb) in (1, 3, 4)
    told = capsys.readouterr().err
    assert told
    assert re.findall(r"[A-Za-z]{2,} [A-Za-z]{2,}", NAMES.sub("·", told)) == [], told


def test_an_error_crosses_to_another_process_whole():
    """Code, place, parameters and each problem."""
    error = OutputError("NOT_WRITTEN", "a.xlsx", reason="Permission denied")
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.code, again.where, again.params) == (OutputError, error.code, error.where, error.params)


def test_an_error_is_told_in_both_languages():
    """In English by itself, as a traceback shows it; in the office's language with what the system said."""
    error = ResponsibilityError("NOT_WRITTEN", "a.xlsx", reason="Permission denied")
    assert str(error) == "cannot be written: Permission denied\n  where: a.xlsx\n  fix: check the path and the rights"
    assert tell_error(error, load_wording("en")) == str(error)
    assert tell_error(error, load_wording("zh")) == "无法写入：没有权限\n  位置：a.xlsx\n  办法：请检查路径和权限"
