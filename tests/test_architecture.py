"""Architecture: what the syntax trees show, held by law. The floors themselves are import-linter's contracts."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from responsibility import errors
from responsibility.language.wording import load_wording

SRC = Path(__file__).parent.parent / "src" / "responsibility"
FILES = sorted(SRC.rglob("*.py"))
OUTSIDE = ("system", "cli")
# Disk, clock, chance and environment, each by the name through which a module would reach it.
FORBIDDEN_MODULES = {"random", "secrets", "time", "tempfile", "subprocess", "shutil", "socket", "os", "glob"}
FORBIDDEN_CALLS = {"open", "print", "input", "exec", "eval", "today", "now", "utcnow"}
FORBIDDEN_METHODS = {"read_text", "read_bytes", "write_text", "write_bytes", "unlink", "mkdir", "warn"}
# Files shipped inside the package are read through importlib.resources, which is no path of the user's.
RESOURCES = "joinpath"


def name_of(path: Path) -> str:
    return path.relative_to(SRC).as_posix()


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def is_resource(call: ast.Call) -> bool:
    return RESOURCES in ast.dump(call.func)


def impurities(tree: ast.Module) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.split(".")[0] in FORBIDDEN_MODULES]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in FORBIDDEN_MODULES:
            found.append(str(node.module))
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            bare = isinstance(node.func, ast.Name) or called in ("today", "now", "utcnow")
            if called in FORBIDDEN_CALLS and bare:
                found.append(f"{called}()")
            elif called in FORBIDDEN_METHODS and not is_resource(node):
                found.append(f".{called}()")
    return found


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_disk_clock_chance_and_environment_stay_at_the_edge(path):
    """Only system and cli reach outside; every other room is values in, values out."""
    if not name_of(path).startswith(OUTSIDE):
        assert impurities(parse(path)) == []


def test_the_law_sees_what_it_forbids():
    """A file that reads the clock, the disk or chance is caught."""
    bad = "import random\nfrom time import time\nopen('x')\nPath('x').read_text()\ndate.today()\nprint(1)"
    assert len(impurities(ast.parse(bad))) == 6


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_is_short_enough_to_know(path):
    """No file over 400 lines: what outgrows it splits by noun; at 300 the law parted what belongs together."""
    assert len(path.read_text("utf-8").splitlines()) <= 400


def test_no_cache_grows_with_what_is_read():
    """Many notices pass through one process: a cache of names holds those met of late, not those of a province."""
    sizes = [int(size) for path in FILES for size in re.findall(r"lru_cache\(maxsize=(\d+)", path.read_text("utf-8"))]
    assert len(sizes) > 10
    assert max(sizes) <= 8_192


@pytest.mark.parametrize("path", sorted(Path(__file__).parent.rglob("*.py")), ids=lambda path: path.name)
def test_no_test_looks_at_a_clock(path):
    """A machine that is busy fails such a test: speed lives in bench, as ratios side by side."""
    clocks = {"perf_counter", "process_time", "monotonic", "thread_time"}
    named = {getattr(node, "id", getattr(node, "attr", "")) for node in ast.walk(parse(path))}
    assert named & clocks == set()


HEAVY = ("pandas", "numpy", "networkx", "matplotlib", "scipy", "openpyxl", "xlsxwriter", "docx", "pdfplumber", "lxml")


@pytest.mark.parametrize("words", [["--help"], ["read", "NOTICE"], ["read", "NOTICE", "--format", "json"]], ids=str)
def test_help_and_read_load_no_heavy_library(words):
    """Asking for help and reading a text start fast, so they import none of the heavy libraries."""
    root = SRC.parent.parent
    notice = root / "matrix" / "plans" / "xianning-green-2023" / "notice.txt"
    arguments = [str(notice) if word == "NOTICE" else word for word in words]
    code = (
        "import sys; from responsibility.cli import main; code = main(sys.argv[1:]);"
        f"sys.stderr.write(' '.join(m for m in {HEAVY!r} if m in sys.modules)); sys.exit(code)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, cwd=root, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")


CODE = re.compile(r"[A-Z][A-Z0-9_]+")
ERRORS = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)}
RAISING = ERRORS | {"StaleError"}


def raised_words() -> set[object]:
    """What errors are raised with, where it is literal."""
    return {
        node.args[0].value
        for path in FILES
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in RAISING and node.args
        if isinstance(node.args[0], ast.Constant)
    }


def said_codes() -> set[str]:
    return {key.split(".")[1] for key in load_wording("en").keys if key.startswith("error.")}


def test_every_error_has_a_code():
    """A code and no sentence: what it says, and how it is mended, stands in the wording files."""
    assert raised_words() - said_codes() == set()
    wording = load_wording("en")
    assert [code for code in sorted(said_codes()) if not wording(f"error.{code}.fix")] == [
        "NOTHING_TO_REDO",
        "NOTHING_TO_UNDO",
    ]


def test_every_error_that_can_be_said_is_raised():
    """No sentence is left behind of an error that is gone."""
    literals = {
        node.value
        for path in FILES
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value)
    }
    assert said_codes() - literals == set()


def test_both_languages_have_the_same_keys():
    """English has every sentence that Chinese has; reasons of the system and single words belong to one language."""
    keys = {
        language: {key for key in load_wording(language).keys if not key.startswith(("reason.", "words-of-problems."))}
        for language in ("zh", "en")
    }
    assert keys["zh"] ^ keys["en"] == set()


def literal_keys() -> list[tuple[str, str]]:
    """Every literal key that code asks the wording for."""
    return [
        (name_of(path), node.args[0].value)
        for path in FILES
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", "") in ("say", "wording") or getattr(node.func, "attr", "") in ("say", "wording"))
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    ]


def test_every_sentence_asked_for_exists():
    """A key written in code is in the wording file, in both languages."""
    for language in ("zh", "en"):
        wording = load_wording(language)
        assert [(name, key) for name, key in literal_keys() if key not in wording] == []


def public_names() -> dict[str, list[str]]:
    """Every public class and function at the top of a module, and the modules that define it."""
    found: dict[str, list[str]] = {}
    for path in FILES:
        for node in parse(path).body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
                found.setdefault(node.name, []).append(name_of(path))
    return found


def test_a_public_name_has_one_meaning():
    """No class or function is named twice; a door that hands a name on does not define it."""
    assert {name: rooms for name, rooms in public_names().items() if len(rooms) > 1} == {}


@pytest.mark.parametrize("folder", sorted({path.parent for path in FILES}), ids=lambda path: path.name)
def test_a_folder_is_small_enough_to_know(folder):
    """At most 18 files in a room: what outgrows it becomes wings."""
    assert len(list(folder.glob("*.py"))) <= 18
