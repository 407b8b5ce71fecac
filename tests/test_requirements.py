"""Requirements: what the code imports is what an office installs."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
NAME = re.compile(r"[A-Za-z0-9][\w.-]*")


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(tree: ast.AST) -> set[str]:
    """The packages from elsewhere that a module names, at its top or inside its functions."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(str(node.module).split(".")[0])
    return names - sys.stdlib_module_names - {"responsibility"}


def imports_of_src() -> set[str]:
    return set().union(*(imported(ast.parse(path.read_text("utf-8"))) for path in (ROOT / "src").rglob("*.py")))


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def declared() -> set[str]:
    return {plain(NAME.match(each)[0]) for each in project()["dependencies"]}


def extras() -> set[str]:
    return {plain(NAME.match(each)[0]) for own in project()["optional-dependencies"].values() for each in own}


def locked(name: str = "run") -> set[str]:
    lines = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8").splitlines()
    return {plain(NAME.match(line)[0]) for line in lines if "==" in line}


@pytest.mark.parametrize("name", sorted(imports_of_src()))
def test_every_import_is_a_dependency_at_run_time(name):
    """What any module imports is declared and pinned by the run-time lock, or an extra that the tests' lock pins."""
    makers = {plain(each) for each in packages_distributions()[name]}
    assert makers & declared() & locked() or makers & extras() & locked("dev")


@pytest.mark.slow
def test_every_dependency_is_locked_and_used():
    """The lock pins all that is declared, and nothing is declared that no module imports."""
    makers = {plain(each) for name in imports_of_src() for each in packages_distributions()[name]}
    assert declared() <= locked() & makers


def test_the_law_sees_an_import_inside_a_function():
    """Heavy libraries are imported where they are needed; the walk finds them there."""
    assert imported(ast.parse("import os\ndef f():\n    from scipy.sparse import csr_array")) == {"scipy"}
