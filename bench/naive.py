"""What a user would write: the same workbooks by pandas.to_excel, openpyxl styling and pyplot.

It is given the finished reading, so it does less than the product: no reading, no findings, no statistics.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import matplotlib as mpl
import networkx as nx
import pandas as pd
from openpyxl import load_workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

mpl.use("Agg")
import matplotlib.pyplot as plt
from matplotlib import font_manager
from pylopdf_fonts_zh_cn import sans_path

MARKS = {"lead": "●", "co-lead": "○", "support": "△"}
THIN = Border(*[Side(style="thin")] * 4)


def style(path: Path) -> None:
    book = load_workbook(path)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                cell.border = THIN
                cell.alignment = Alignment(wrap_text=True, vertical="center")
                if cell.row == 1:
                    cell.font = Font(bold=True)
                    cell.fill = PatternFill("solid", fgColor="DDDDDD")
        for column in sheet.columns:
            longest = max(len(str(cell.value or "")) for cell in column)
            sheet.column_dimensions[column[0].column_letter].width = min(longest * 2 + 2, 60)
        sheet.freeze_panes = "B2"
    book.save(path)


def main(reading: str, target: str) -> None:
    data = json.loads(Path(reading).read_text("utf-8"))
    out = Path(target)
    (out / "tasks").mkdir(parents=True, exist_ok=True)
    items = pd.DataFrame(data["items"])[["id", "number", "title", "body"]]
    edges = pd.DataFrame(data["assignments"])
    edges["unit"] = edges["unit"].fillna(edges["name"])
    edges["mark"] = edges["role"].map(MARKS)
    matrix = edges.pivot(index="item", columns="unit", values="mark").reindex(items["id"])
    load = edges.pivot_table(index="unit", columns="role", values="item", aggfunc="count").fillna(0)
    graph = nx.Graph()
    graph.add_edges_from(edges[["item", "unit"]].itertuples(index=False))
    units = sorted(set(edges["unit"]))
    shared = nx.bipartite.weighted_projected_graph(graph, units)
    pairs = pd.DataFrame([(a, b, d["weight"]) for a, b, d in shared.edges(data=True)], columns=["a", "b", "shared"])
    with pd.ExcelWriter(out / "matrix.xlsx", engine="openpyxl") as writer:
        matrix.to_excel(writer, sheet_name="责任矩阵")
        items.to_excel(writer, sheet_name="任务清单", index=False)
        load.to_excel(writer, sheet_name="单位工作量")
        pairs.to_excel(writer, sheet_name="责任重叠", index=False)
    style(out / "matrix.xlsx")
    for unit in units:
        mine = edges[edges["unit"] == unit].merge(items, left_on="item", right_on="id")
        path = out / "tasks" / f"{unit}.xlsx"
        mine[["item", "title", "body", "role"]].to_excel(path, index=False)
        style(path)
    font_manager.fontManager.addfont(str(sans_path()))
    plt.rcParams["font.family"] = font_manager.FontProperties(fname=str(sans_path())).get_name()
    for name, network, layout in (
        ("network", graph, nx.bipartite_layout(graph, list(items["id"]))),
        ("overlap", shared, nx.circular_layout(shared)),
    ):
        figure = plt.figure(figsize=(16, 12))
        nx.draw_networkx(network, layout, font_family=plt.rcParams["font.family"], font_size=8, node_size=80)
        figure.savefig(out / f"{name}.png", dpi=200)
        figure.savefig(out / f"{name}.svg")
        plt.close(figure)
    figure, axes = plt.subplots(figsize=(16, 12))
    axes.imshow(matrix.notna().to_numpy(), cmap="Blues")
    axes.set_xticks(range(len(matrix.columns)), matrix.columns, rotation=90)
    axes.set_yticks(range(len(matrix.index)), matrix.index)
    figure.savefig(out / "matrix.png", dpi=200)
    figure.savefig(out / "matrix.svg")


main(*sys.argv[1:])
