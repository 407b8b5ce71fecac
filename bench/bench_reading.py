"""Reading: plain text with a registry of 2,000 names, and a megabyte made to hurt beside a normal one."""

from __future__ import annotations

import random
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.sides import SUFFIXES, compare_sides
from bench.timing import print_rows, time_calls
from responsibility.extract.text import extract_text
from responsibility.language.lexicon import load_lexicon
from responsibility.model import Plan
from responsibility.parse import parse_notice
from responsibility.registry import Registry, parse_registry
from responsibility.resolve import resolve_plan
from responsibility.settings import Settings

MEGABYTE = 1_000_000
_KINDS = ("财政", "教育", "民政", "水利", "商务", "审计", "统计", "司法", "公安", "体育")
HOSTILE = {
    "brackets and commas": "（、，",
    "brackets in brackets": "（［",
    "labels never closed": "（责任单位：",
    "verbs and separators": "牵头、配合，",
    "quotes and brackets": "“”‘’（“、",
    "cells": "甲|乙|丙\n",
    "one sign": "、",
    "figures": "1",
}


def make_registry() -> tuple[Registry, list[str]]:
    """Make a registry of 2,000 bureaux; return it and their names."""
    places = [one + other for one in "甲乙丙丁戊己庚辛壬癸" for other in "山川河湖江海岭原城林"]
    names = [f"{place}{level}{kind}局" for place in places for level in "县区" for kind in _KINDS]
    rows = [f"u{n},{name},{name},government,,,,,bench" for n, name in enumerate(names)]
    heads = "id,name,short,kind,parent,valid_from,valid_to,succeeded_by,source"
    return parse_registry("\n".join([heads, *rows])), names


def make_notice(names: list[str], size: int, seed: int = 0) -> str:
    """Sections of items: two to four sentences, then a clause of two to seven names."""
    chance = random.Random(seed)
    words = [chr(chance.randrange(0x4E00, 0x9000)) + chr(chance.randrange(0x4E00, 0x9000)) for _ in range(4_000)]
    parts: list[str] = []
    length = item = 0
    while length < size:
        if item % 20 == 0:
            parts.append(f"{'一二三四五六七八九'[item // 20 % 9]}、{''.join(chance.choices(words, k=6))}\n")
        sentences = ["".join(chance.choices(words, k=chance.randrange(12, 40))) for _ in range(chance.randrange(2, 5))]
        chosen = chance.sample(names, chance.randrange(2, 8))
        clause = f"（牵头单位：{chosen[0]}；责任单位：{'、'.join(chosen[1:])}）"
        parts.append(f"{item % 20 + 1}.{'。'.join(sentences)}。{clause}\n")
        length += len(parts[-1].encode())
        item += 1
    return "".join(parts)


def read(text: str, registry: Registry) -> Plan:
    """Read a text as the program does, from bytes to assignments."""
    notice = parse_notice(extract_text(text.encode(), "notice.txt"), load_lexicon())
    return resolve_plan(notice, registry, Settings(), (), "bench")


def compare(commit: str, texts: Path) -> None:
    """Read the notices of a folder, and texts made to be large or to hurt, as a commit did and as it is done now."""
    with tempfile.TemporaryDirectory() as scratch:
        made = {"a notice of 100 KB": make_notice(make_registry()[1], MEGABYTE // 10)}
        made |= {name: sample * (MEGABYTE // 50 // len(sample.encode())) for name, sample in HOSTILE.items()}
        found = sorted(path.resolve() for path in texts.rglob("*") if path.suffix in SUFFIXES)
        groups: dict[str, list[Path]] = {f"{len(found)} notices": found}
        for number, (name, text) in enumerate(made.items()):
            groups[name] = [Path(scratch) / f"{number}.txt"]
            groups[name][0].write_text(text, "utf-8")
        compare_sides(commit, groups)


def main(before: str = "HEAD~1", texts: Path = Path("matrix/plans")) -> None:
    compare(before, texts)
    registry, names = make_registry()
    samples = {"a normal megabyte": make_notice(names, MEGABYTE)}
    samples |= {name: sample * (MEGABYTE // len(sample.encode())) for name, sample in HOSTILE.items()}
    calls: dict[str, Callable[[], object]] = {
        name: lambda text=text: read(text, registry)  # type: ignore[misc]  # bound now, not when called
        for name, text in samples.items()
    }
    seconds = time_calls(calls, runs=3)
    print_rows(f"reading 1 MB, a registry of {len(names):,} names", seconds, "a normal megabyte")
    print(f"  {1 / statistics.median(seconds['a normal megabyte']):.2f} MB/s")
    half, whole = make_notice(names, MEGABYTE // 2), make_notice(names, 4 * MEGABYTE)
    grown = time_calls({"0.5 MB": lambda: read(half, registry), "4 MB": lambda: read(whole, registry)}, runs=2)
    print_rows("eight times the text", grown, "0.5 MB")
