"""The analysis: projection with significance, random plans and the whole, beside networkx, scipy and bicm.

bicm is compared with where it is installed; it is no dependency.
"""

from __future__ import annotations

import importlib
import importlib.util
import random
import sys
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
from scipy.stats import false_discovery_control, hypergeom

from bench.timing import peak_megabytes, print_rows, time_calls
from responsibility.analysis import analyze
from responsibility.analysis.plan.chance import count_hits, draw_plans, judge_overlap
from responsibility.analysis.plan.incidence import Incidence, build_incidence
from responsibility.analysis.plan.overlap import list_pairs
from responsibility.frames import (
    ASSIGNMENT_COLUMNS,
    FIELD_COLUMNS,
    ITEM_COLUMNS,
    MILESTONE_COLUMNS,
    PEOPLE_COLUMNS,
    PROBLEM_COLUMNS,
    TARGET_COLUMNS,
    UNIT_COLUMNS,
    Frames,
)
from responsibility.settings import OverlapSettings, Settings

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from reference_plan import reference_frames

_NONE = (TARGET_COLUMNS, PEOPLE_COLUMNS, MILESTONE_COLUMNS, FIELD_COLUMNS, PROBLEM_COLUMNS)  # a made-up plan has none


def make_frames(items: int, units: int, named: float, seed: int = 0) -> Frames:
    """Make up a plan: units of unequal size, texts of 60 random words of a vocabulary of 4,000."""
    rng = np.random.default_rng(seed)
    weights = 1 / np.arange(1, units + 1) ** 0.6
    words = np.array(["".join(map(chr, pair)) for pair in rng.integers(0x4E00, 0x9000, (4000, 2))])
    item_rows, edges = [], []
    for item in range(items):
        item_id = f"{item // 100 + 1}.{item % 100 + 1}"
        size = min(units, 1 + rng.poisson(named - 1))
        # Gumbel keys draw without repeats by weight, much faster than Generator.choice.
        chosen = np.argpartition(-(np.log(weights) + rng.gumbel(size=units)), size - 1)[:size]
        body = "".join(words[rng.integers(0, 4000, 60)])
        item_rows.append((item_id, f"{item + 1}.", str(item // 100 + 1), "一", f"任务{item_id}", body, "", "", 0, True))
        for place, unit in enumerate(chosen.tolist()):
            role, basis = ("co-lead", "listed") if place else ("lead", "first-listed")
            start = item * 1000 + place * 10
            name = f"市u{unit}局"
            edges.append((item_id, f"u{unit}", role, basis, "exact", name, name, start, start + 5, 0))
    used = sorted({edge[1] for edge in edges}, key=lambda unit_id: int(unit_id[1:]))
    unit_rows = [(unit, f"某市{unit}局", f"市{unit}局", "government", place, "") for place, unit in enumerate(used)]
    return Frames(
        "generated",
        pd.DataFrame(item_rows, columns=list(ITEM_COLUMNS)),
        pd.DataFrame(unit_rows, columns=list(UNIT_COLUMNS)),
        pd.DataFrame(edges, columns=list(ASSIGNMENT_COLUMNS)),
        *(pd.DataFrame([], columns=list(each)) for each in _NONE),
    )


def build_graph(incidence: Incidence) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(incidence.unit_ids, bipartite=0)
    graph.add_edges_from(
        (f"i{item}", incidence.unit_ids[unit])
        for item, unit in zip(incidence.items.tolist(), incidence.units.tolist(), strict=True)
    )
    return graph


def project_by_networkx(incidence: Incidence) -> nx.Graph:
    return nx.bipartite.weighted_projected_graph(build_graph(incidence), incidence.unit_ids)


def judge_by_networkx_and_scipy(incidence: Incidence) -> int:
    """Project with networkx and test with scipy all pairs that share, as a user would write it."""
    projected = project_by_networkx(incidence)
    sizes = dict(zip(incidence.unit_ids, incidence.unit_sizes.tolist(), strict=True))
    rows = [(shared, sizes[a], sizes[b]) for a, b, shared in projected.edges(data="weight")]
    shared, first, second = np.array(rows).T
    p = hypergeom.sf(shared - 1, len(incidence.item_ids), first, second)
    return int((false_discovery_control(p) <= 0.05).sum())


def judge_by_bicm(incidence: Incidence) -> object:
    graph = importlib.import_module("bicm").BipartiteGraph(biadjacency=incidence.matrix().astype(int))
    graph.solve_tool(verbose=False)
    graph.compute_projection(rows=False, alpha=0.05, progress_bar=False)
    return graph.get_cols_projection()


def judge(incidence: Incidence) -> int:
    by_size = OverlapSettings(samples=0)
    return int(judge_overlap(incidence, list_pairs(incidence), by_size)[0]["supported"].sum())


def trade_plainly(rows: list[set[int]], trades: int, chance: random.Random) -> None:
    """Curveball (Strona et al. 2014) as its authors' Python does it, pair by pair."""
    for _ in range(trades):
        a, b = chance.sample(range(len(rows)), 2)
        common = rows[a] & rows[b]
        apart = list((rows[a] | rows[b]) - common)
        chance.shuffle(apart)
        border = len(rows[a]) - len(common)
        rows[a], rows[b] = common | set(apart[:border]), common | set(apart[border:])


def sample_plainly(incidence: Incidence, samples: int) -> np.ndarray:
    """Count shared items of all pairs in random plans, in plain Python."""
    chance = random.Random(1)
    rows = [set(items.tolist()) for items in incidence.items_by_unit]
    hits = np.zeros(len(rows) * (len(rows) - 1) // 2, np.int64)
    seen = [len(a & b) for a, b in combinations(rows, 2)]
    for _ in range(samples):
        trade_plainly(rows, 3 * len(rows) // 2, chance)
        hits += [len(a & b) >= least for (a, b), least in zip(combinations(rows, 2), seen, strict=True)]
    return hits


def sample(incidence: Incidence, samples: int) -> np.ndarray:
    pairs = list_pairs(incidence)
    return sum(count_hits(plans, pairs) for plans in draw_plans(incidence.matrix(), samples, 1))


def time_whole(title: str, frames: Frames) -> None:
    start = time.perf_counter()
    analyze(frames, Settings())
    print(f"  {title:<44} {time.perf_counter() - start:8.3f} s  peak {peak_megabytes():.0f} MB")


def main() -> None:
    reference = build_incidence(reference_frames())
    seconds = time_calls(
        {
            "1,000 random plans, all chains at once": lambda: sample(reference, 1000),
            "1,000 random plans in plain Python": lambda: sample_plainly(reference, 1000),
        }
    )
    print_rows("Random plans of the reference, pairs counted", seconds, "1,000 random plans, all chains at once")
    print_rows(
        "20,000 random plans of the reference", time_calls({"all chains at once": lambda: sample(reference, 20_000)})
    )
    office = build_incidence(make_frames(1000, 150, 5))
    calls: dict[str, Callable[[], object]] = {
        "responsibility": lambda: judge(office),
        "networkx projection + scipy.stats": lambda: judge_by_networkx_and_scipy(office),
    }
    if importlib.util.find_spec("bicm"):
        calls["bicm"] = lambda: judge_by_bicm(office)
    print_rows("Projection with significance, 1,000 x 150", time_calls(calls), "responsibility")
    calls = {
        "responsibility": lambda: list_pairs(office),
        "networkx projection": lambda: project_by_networkx(office),
    }
    print_rows("Projection alone, 1,000 x 150", time_calls(calls), "responsibility")
    print("\nThe whole analysis")
    time_whole("reference, 22 x 30, with random plans", reference_frames())
    time_whole("1,000 x 150", make_frames(1000, 150, 5))
    time_whole("50,000 x 2,000", make_frames(50_000, 2000, 5))


if __name__ == "__main__":
    main()
