"""The reference pages: what the program says, and nothing left out."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import re
from pathlib import Path

import pytest
from msgspec.structs import asdict

from responsibility.analysis.change.decisions import DECISIONS
from responsibility.kinds import RULES
from responsibility.language.wording import load_wording
from responsibility.registry.tables import ALIASES, GROUPS, UNITS
from responsibility.resolve.dismissals import DISMISSALS
from responsibility.resolve.overrides import OVERRIDES
from responsibility.settings import Settings
from responsibility.settings.section import describe_keys

ROOT = Path(__file__).parent.parent
SRC = ROOT / "src" / "responsibility"
PAGES = ROOT / "docs" / "reference"
# Codes are upper case with an underscore, or a letter and a number; OVERLAP is the one single word.
CODE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+|[HV]\d+|OVERLAP")
_TABLES_OF_A_PLAN = ("balance", "clusters", "duplicates", "gaps", "groups", "merges", "overlap", "workload")
TABLE_MODULES = ("frames", *(f"analysis.plan.{name}" for name in _TABLES_OF_A_PLAN))


def page(name: str) -> str:
    return (PAGES / name).read_text("utf-8")


def headings(name: str, level: int) -> list[str]:
    return [line.split()[1] for line in page(name).splitlines() if line.startswith("#" * level + " ")]


def documented() -> list[str]:
    """The codes of findings.md: a heading each, and the errors a line of their table."""
    rows = [line.split(" ")[1] for line in page("findings.md").splitlines() if line.startswith("| ")]
    return [*headings("findings.md", 3), *rows[1:]]


VARIABLES = {"OPENBLAS_NUM_THREADS", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"}


def codes_in_code() -> set[str]:
    """Every literal of the source that is written like a code and is no variable of other programs."""
    found = {
        node.value
        for path in SRC.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value)
    }
    return found - VARIABLES


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("findings", ROOT / "docs" / "findings.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pages_are_what_the_script_writes(script):
    """A change of wording, settings or columns asks for `make reference`."""
    for name, text in script.build_pages().items():
        assert page(name) == text, f"{name} is stale: make reference"


def test_every_code_in_the_source_has_its_entry():
    """Findings and refusals alike, and none is there that the source does not use."""
    codes = documented()
    assert len(codes) == len(set(codes))
    assert codes_in_code() - set(codes) == set()


def test_every_code_has_a_sentence_and_a_step_in_both_languages():
    """A finding that cannot be spoken is a bug of the wording."""
    for language in ("zh", "en"):
        wording = load_wording(language)
        spoken = {key.split(".")[1] for key in wording.keys if key.startswith(("finding.", "error."))}
        assert set(documented()) == spoken


def test_every_rule_has_formula_and_source():
    """H1 to H12 and V1 to V11, but for H3, H5 and H6, which ask for roles that notices do not have."""
    expected = [f"H{number}" for number in (1, 2, 4, 7, 8, 9, 10, 11, 12)] + [f"V{number}" for number in range(1, 12)]
    assert list(RULES) == [*expected, "OVERLAP"]
    text = page("findings.md")
    for rule in RULES:
        entry = text.split(f"\n### {rule} ")[1].split("\n### ")[0]
        assert "- Formula 公式: " in entry
        assert "- Source 来源: " in entry


@pytest.mark.parametrize(
    ("code", "setting"),
    [("H4", "rules.crowded"), ("V1", "load.fence"), ("V1", "load.capacity"), ("V6", "load.helps"),
     ("H12", "gaps.places"), ("OVERLAP", "overlap.alpha"), ("CLUSTER_LIMIT", "clusters.limit")],
)  # fmt: skip
def test_a_rule_names_the_settings_that_govern_it(script, code, setting):
    """Thresholds stand with the rule and link it to settings.toml."""
    assert setting in script.find_settings(code)
    assert f"`{setting}`" in page("findings.md").split(f"\n### {code}")[1].split("\n### ")[0]


def test_a_code_is_not_taken_for_a_longer_one(script):
    """V1 is not V10."""
    assert "load.top_two" in script.find_settings("V10")
    assert "load.top_two" not in script.find_settings("V1")


def test_every_setting_is_documented():
    """Section by section, with a description each."""
    text = page("settings.md")
    for section, values in asdict(Settings()).items():
        told = text.split(f"\n## [{section}]\n")[1].split("\n## ")[0]
        for key, description in describe_keys(type(values)).items():
            assert description, f"{section}.{key}"
            assert f"| `{key}` |" in told, f"{section}.{key}"


def declared_columns() -> list[tuple[str, ...]]:
    modules = [importlib.import_module(f"responsibility.{name}") for name in TABLE_MODULES]
    return [value for module in modules for name, value in vars(module).items() if name.endswith("_COLUMNS")]


def test_every_declared_column_is_documented():
    """Each table of the page has the columns that a module declares, in order: 19 of a plan, 2 of a portfolio."""
    tables = [
        tuple(re.findall(r"^\| `(\w+)` \|", part, re.M)) for part in page("columns.md").split("\n## ")[1:]
    ]  # fmt: skip
    assert len(tables) == 21
    assert set(tables) <= set(declared_columns())


def test_every_picture_is_shown_and_every_picture_shown_is_there():
    """The gallery has no hole, and no picture is kept that nobody sees."""
    pages = [ROOT / "README.md", ROOT / "README.zh-CN.md", *(ROOT / "docs").glob("*.md")]
    shown = {name for path in pages for name in re.findall(r"images/([a-z-]+\.png)", path.read_text("utf-8"))}
    assert shown == {path.name for path in (ROOT / "docs/images").iterdir()}


def test_every_place_named_in_the_docs_is_there():
    """Who wants to change something is sent to a file or folder that exists."""
    for name in ("docs/architecture.md", "docs/notes.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text("utf-8")
        named = re.findall(r"`((?:src|matrix|tests|docs)/[\w./-]+)`", text) + re.findall(r"\]\(([\w./-]+)\)", text)
        missing = [
            path for path in named if not ((ROOT / path).exists() or (ROOT / name).parent.joinpath(path).exists())
        ]
        assert missing == [], name


def test_every_room_is_on_the_map():
    """The table of rooms names each room of the house, and each wing."""
    text = (ROOT / "docs/architecture.md").read_text("utf-8")
    rooms = {path.name for path in SRC.iterdir() if path.is_dir() and path.name not in ("__pycache__", "schema")}
    rooms |= {path.stem for path in SRC.glob("*.py") if not path.stem.startswith("__")}
    assert {room for room in rooms if f"`{room}`" not in text} == set()


def test_every_column_that_an_office_writes_is_documented():
    """matrix/README.md lists the columns of each table with their first Chinese head, the required ones in bold."""
    text = (ROOT / "matrix" / "README.md").read_text("utf-8")
    for table in (UNITS, ALIASES, GROUPS, OVERRIDES, DISMISSALS, DECISIONS):
        words = [f"{column} {heads[0]}" for column, heads in table.columns.items()]
        bold = [f"**{each}**" if each.split()[0] in table.required else each for each in words]
        assert f"| {table.name} | {', '.join(bold)} |" in text
