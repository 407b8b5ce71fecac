"""Findings: the reference pages findings.md, columns.md and settings.md, written from the program's own words.

Run `python docs/findings.py` (make reference) after a change of wording, settings or columns; a test insists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec.structs import asdict

from responsibility.language.wording import Wording, load_wording
from responsibility.settings import Settings
from responsibility.settings.section import describe_keys
from responsibility.system.inputs import SourceFile
from responsibility.workflows.portfolio import join_scene, list_portfolio
from responsibility.workflows.project import furnish, make_scene, read_notice
from responsibility.workflows.reports import describe_column, list_tables

HERE = Path(__file__).parent / "reference"
GENERATED = "Written by `make reference` from the program's own words; edit those, not this page."
CHINESE, ENGLISH = load_wording("zh"), load_wording("en")
# A setting as words name it: rules.crowded; or a whole section: gaps.*.
_SETTING = re.compile(r"\b[a-z]+\.(?:[a-z_]+\b|\*)")


def build_pages() -> dict[str, str]:
    """Return the text of each page by file name."""
    pages = {"findings.md": write_findings, "columns.md": write_columns, "settings.md": write_settings}
    return {name: "\n".join(write()) + "\n" for name, write in pages.items()}


def codes_of(table: str, part: str) -> list[str]:
    """Return the codes of a table of the wording that have this part, in file order."""
    keys = (key.split(".") for key in CHINESE.keys if key.startswith(f"{table}.") and key.endswith(f".{part}"))
    return [key[1] for key in keys]


def is_rule(code: str) -> bool:
    """Say whether a code is a rule or its variant (V1_CAPACITY)."""
    return f"rule.{code.partition('_')[0]}.name" in CHINESE


def write_findings() -> Iterator[str]:
    """Write every finding code with sentence and next step, the rules with formula, source and settings."""
    yield "# Findings 问题"
    yield f"\n{GENERATED}\n"
    yield "A finding is a problem in the content that the office can repair. `responsibility explain CODE`"
    yield "prints its rule, formula and source, and where it was found. Words in braces are filled in;"
    yield "a part in [[ ]] is left out where its value is 0."
    codes = codes_of("finding", "text")
    yield "\n## Rules 规则\n"
    yield "H looks along an item (横向), V down a unit (纵向). What rests only on being named first says so."
    for code in codes:
        if is_rule(code):
            yield from _write_code(code)
    yield "\n## Reading and limits 读取与上限"
    for code in codes:
        if not is_rule(code):
            yield from _write_code(code)
    yield "\n## What stops the program 无法继续\n"
    yield "Errors, with the exit codes of the README: what they say, and what to do next.\n"
    yield "| code | 中文 | English |\n|---|---|---|"
    for code in codes_of("error", "what"):
        told = (f"{wording(f'error.{code}.what')} → {wording(f'error.{code}.fix')}" for wording in (CHINESE, ENGLISH))
        yield f"| {code} | {' | '.join(told)} |"


def _write_code(code: str) -> Iterator[str]:
    rule = f"rule.{code}"
    named = f"{rule}.name" in CHINESE
    title = f" {CHINESE(rule + '.name')} · {ENGLISH(rule + '.name')}" if named else ""
    yield f"\n### {code}{title}\n"
    if named:
        for part, label in (("formula", "Formula 公式"), ("source", "Source 来源")):
            yield f"- {label}: {ENGLISH(f'{rule}.{part}')} · {CHINESE(f'{rule}.{part}')}"
    governing = find_settings(code)
    if governing:
        shown = ", ".join(f"`{name}` ({_show(value)})" for name, value in governing.items())
        yield f"- Settings 设置: {shown}"
    for wording, name in ((CHINESE, "中文"), (ENGLISH, "English")):
        yield f"- {name}: {wording(f'finding.{code}.text')} → {wording(f'finding.{code}.fix')}"


def find_settings(code: str) -> Mapping[str, object]:
    """Return the settings that govern a code with their defaults: those its words or that their words name."""
    defaults = Settings()
    words = " ".join(
        CHINESE(key) for key in (f"rule.{code}.formula", f"rule.{code}.source", f"finding.{code}.fix") if key in CHINESE
    )
    named = set(_SETTING.findall(words))
    found = {}
    for section, values in asdict(defaults).items():
        for key, description in describe_keys(type(values)).items():
            name = f"{section}.{key}"
            if {name, f"{section}.*"} & named or re.search(rf"(?<![A-Z0-9]){code}(?![A-Z0-9_])", description):
                found[name] = getattr(values, key)
    return found


def _show(value: object) -> str:
    """Show a default in one line; a long list is cut, since settings.md has it whole."""
    words = str(value) if value not in ("", (), {}) else "—"
    return words if len(words) <= 40 else f"{words[:40]}…"


def write_columns() -> Iterator[str]:
    """Write every table of data/*.csv with what a row is and what each column holds."""
    yield "# Columns of data/*.csv 数据列"
    yield f"\n{GENERATED}\n"
    yield "UTF-8 with BOM, LF, minimal quoting; empty for a missing value. `datapackage.json` has types and hashes."
    for name, columns in list_columns().items():
        yield f"\n## {name}.csv\n"
        yield f"{_sentence(ENGLISH(f'table.{name}'))} {CHINESE(f'table.{name}')}。"
        yield "\n| column | English | 中文 |\n|---|---|---|"
        for column in columns:
            yield f"| `{column}` | {_cell(column, name, ENGLISH)} | {_cell(column, name, CHINESE)} |"


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _cell(column: str, table: str, wording: Wording) -> str:
    return _plain(describe_column(table, column, wording))


def list_columns() -> dict[str, tuple[str, ...]]:
    """Return the columns of every table that a plan or several give, by name; taken from a real plan of one task."""
    house = furnish(None)
    notice = "某市工作计划\n一、工作\n1.建设厂房3家。(责任单位:市甲局、市乙局)\n"
    plan = read_notice(SourceFile("notice.txt", notice.encode()), house)
    scene = make_scene(plan, house)
    tables = {**list_tables(scene), **list_portfolio([join_scene(scene)] * 2)}
    return {name: tuple(map(str, table.columns)) for name, table in tables.items()}


def write_settings() -> Iterator[str]:
    """Write every setting with default and meaning, sections as in settings.toml."""
    yield "# Settings 设置"
    yield f"\n{GENERATED}\n"
    yield "`matrix/settings.toml` shows every default; a line taken out means the default. A threshold marked 经验值 is"
    yield "an office's rule of thumb; the others name their source."
    for section, values in asdict(Settings()).items():
        told = " ".join((type(values).__doc__ or "").split()).partition("] ")[2]
        yield f"\n## [{section}]\n"
        yield told
        yield "\n| key | default | 说明 |\n|---|---|---|"
        for key, description in describe_keys(type(values)).items():
            default = str(getattr(values, key)) if getattr(values, key) not in ("", (), {}) else "—"
            yield f"| `{key}` | {_plain(default)} | {_plain(description)} |"


def _plain(words: str) -> str:
    """Return words as a cell of a table holds them."""
    return words.replace("\n", " ").replace("|", "\\|")


def main() -> None:
    """Write the pages."""
    for name, text in build_pages().items():
        (HERE / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
