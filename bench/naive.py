"""What a user would write: the same files by pandas.to_excel, openpyxl styling and pyplot.

Workbooks (matrix, appendix, one a unit with its picture, all units in one), six diagrams as SVG and PNG, and one A4
page as PDF and PNG. It is given the finished reading, so it does less than the product: no reading, no findings, no
statistics, no Word file, no page, no tables for programs.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import matplotlib as mpl
import networkx as nx
import pandas as pd
from openpyxl import load_workbook
from openpyxl.drawing.image import Image
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


def save(figure: plt.Figure, *paths: Path, dpi: int = 200) -> None:
    for path in paths:
        figure.savefig(path, dpi=dpi)
    plt.close(figure)


def draw(
    out: Path, items: list[str], graph: nx.Graph, shared: nx.Graph, matrix: pd.DataFrame, load: pd.DataFrame
) -> None:
    for name, network, layout in (
        ("network", graph, nx.bipartite_layout(graph, items)),
        ("overlap", shared, nx.circular_layout(shared)),
    ):
        figure = plt.figure(figsize=(16, 12))
        nx.draw_networkx(network, layout, font_family=plt.rcParams["font.family"], font_size=8, node_size=80)
        save(figure, out / f"{name}.png", out / f"{name}.svg")
    for name in ("matrix", "blocks"):
        figure, axes = plt.subplots(figsize=(16, 12))
        axes.imshow(matrix.notna().to_numpy(), cmap="Blues")
        axes.set_xticks(range(len(matrix.columns)), matrix.columns, rotation=90)
        axes.set_yticks(range(len(matrix.index)), matrix.index)
        save(figure, out / f"{name}.png", out / f"{name}.svg")
    figure, axes = plt.subplots(figsize=(10, 10))
    load.plot.barh(stacked=True, ax=axes)
    save(figure, out / "workload.png", out / "workload.svg")
    figure, axes = plt.subplots(figsize=(6, 6))
    axes.plot(load.sum(axis=1).sort_values().cumsum().to_numpy())
    save(figure, out / "lorenz.png", out / "lorenz.svg")
    figure, panels = plt.subplots(2, 2, figsize=(8.27, 11.69))
    for axes in panels.flat:
        load.sum(axis=1).sort_values().tail(10).plot.barh(ax=axes)
    save(figure, out / "checkup.pdf", out / "checkup.png")


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
    font_manager.fontManager.addfont(str(sans_path()))
    plt.rcParams["font.family"] = font_manager.FontProperties(fname=str(sans_path())).get_name()
    everyone = {unit: edges[edges["unit"] == unit].merge(items, left_on="item", right_on="id") for unit in units}
    for unit, mine in everyone.items():
        path = out / "tasks" / f"{unit}.xlsx"
        mine[["item", "title", "body", "role"]].to_excel(path, index=False)
        style(path)
        figure = plt.figure(figsize=(7, 5))
        near = graph.subgraph([unit, *graph[unit], *shared[unit]])
        nx.draw_networkx(near, nx.circular_layout(near), font_family=plt.rcParams["font.family"], font_size=7)
        save(figure, out / "tasks" / f"{unit}.png", dpi=110)
        book = load_workbook(path)
        book.create_sheet("关系图").add_image(Image(out / "tasks" / f"{unit}.png"))
        book.save(path)
    with pd.ExcelWriter(out / "all.xlsx", engine="openpyxl") as writer:
        for unit, mine in everyone.items():
            mine[["item", "title", "body", "role"]].to_excel(writer, sheet_name=unit[:31], index=False)
    style(out / "all.xlsx")
    items.merge(matrix, left_on="id", right_index=True).to_excel(out / "appendix.xlsx", index=False)
    style(out / "appendix.xlsx")
    draw(out, list(items["id"]), graph, shared, matrix, load)


main(*sys.argv[1:])
