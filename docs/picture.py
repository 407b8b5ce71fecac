"""Renew the pictures of the README and the gallery from real output: run `make reports`, then `make picture`.

What the program itself draws is copied; pages of workbooks are printed with LibreOffice and poppler, the web page is
seen with Chromium, each where it is installed, and left as it is elsewhere. What only a year brings, a plan before and
sheets that come back, is made up here from the reference plan.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from openpyxl import load_workbook
from PIL import Image
from pylopdf_fonts_zh_cn import sans_path

from responsibility.views.issued.layout import LAYOUT

ROOT = Path(__file__).parent.parent
ID = "xianning-green-2023"
PLAN = ROOT / "output" / ID
IMAGES = ROOT / "docs" / "images"
WIDTH = 1400  # pixels; enough for a README, small in a repository
COLOURS = 64
LONGEST = 120  # seconds of one program
# Picture in docs/images: file below the plan's output folder.
DRAWN = {
    "matrix": "diagrams/matrix.png",
    "blocks": "diagrams/blocks.png",
    "network": "diagrams/network.png",
    "overlap": "diagrams/overlap.png",
    "workload": "diagrams/workload.png",
    "lorenz": "diagrams/lorenz.png",
    "checkup": "责任分工要情.png",
}
TASKS = "tasks/07-市生态环境局.xlsx"
# Picture in docs/images: document below the plan's output folder and the page of its print, from 1; -1 is the last.
PRINTED = {
    "overview": ("责任矩阵.xlsx", 1),
    "matrix-sheet": ("责任矩阵.xlsx", 3),
    "appendix": ("责任分解表.xlsx", 2),
    "appendix-word": ("责任分解表.docx", 1),
    "sending": ("各单位任务清单.xlsx", 1),
    "task-sheet": (TASKS, 1),
}
# The same with a plan before and with sheets that came back.
YEARLY = {
    "cover": (TASKS, 1),
    "changes": (f"changes/since-{ID[:-1]}2/变更表.xlsx", 2),
    "ledger": ("progress/2023-q2/进展台账.xlsx", 1),
    "lights": ("progress/2023-q2/进展台账.xlsx", 5),
    "bulletin": ("progress/2023-q2/通报.docx", 1),
    "portfolio": ("../portfolio/跨计划汇总.xlsx", 1),
}
ANSWERS = (
    ("已完成", 1, "已全部完成。"),
    ("按序时推进", 0.5, "已开工。"),
    ("滞后", 0.1, "正在选址。"),
    ("未启动", 0, ""),
)
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><include ignore_missing="yes">/etc/fonts/fonts.conf</include></fontconfig>"""


def save(picture: Image.Image, name: str) -> None:
    """Save a picture small enough for a repository, the same bytes each time."""
    if picture.width > WIDTH:
        picture = picture.resize((WIDTH, round(picture.height * WIDTH / picture.width)), Image.Resampling.LANCZOS)
    reduced = picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    reduced.save(IMAGES / f"{name}.png", optimize=True)


def run(command: Iterable[str], folder: Path) -> None:
    """Run a program that sees the project's own font."""
    fonts = folder / "fonts.conf"
    fonts.write_text(FONTS.format(folder=sans_path().parent), "utf-8")
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
    subprocess.run([*command], env=environment, check=True, capture_output=True, timeout=LONGEST)


def print_pages(root: Path, pictures: dict[str, tuple[str, int]]) -> None:
    """Print documents as the office would, and keep one page of each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in sorted({path for path, _ in pictures.values()}):
            document = root / path
            profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
            run(["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", name, str(document)], folder)
            for picture in (key for key, value in pictures.items() if value[0] == path):
                page = pictures[picture][1]
                pages = sorted_pages(folder, folder / f"{document.stem}.pdf")
                with Image.open(pages[page - 1 if page > 0 else page]) as shown:
                    save(shown, picture)


def sorted_pages(folder: Path, pdf: Path) -> list[Path]:
    """Draw every page of a PDF."""
    for old in folder.glob("page-*.png"):
        old.unlink()
    run(["pdftoppm", "-r", "110", "-png", str(pdf), str(folder / "page")], folder)
    return sorted(folder.glob("page-*.png"))


def photograph(address: str, name: str, size: str = "1400,1560") -> None:
    """See a page as a browser without a network does."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        command += ["--hide-scrollbars", f"--window-size={size}", f"--user-data-dir={folder / 'profile'}"]
        run([*command, f"--screenshot={folder / 'shot.png'}", "--virtual-time-budget=8000", address], folder)
        with Image.open(folder / "shot.png") as shown:
            save(shown, name)


def photograph_desk(place: Path) -> None:
    """See the desk with the reference plan: its plans, and the first thing to settle."""
    shutil.copytree(ROOT / "matrix", place / "matrix")
    command = [sys.executable, "-X", "utf8", "-m", "responsibility", "desk", "--no-browser"]
    with subprocess.Popen(command, cwd=place, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            address = "http" + server.stdout.readline().partition("http")[2].strip()
            photograph(address, "desk-plans", "1366,660")
            photograph(f"{address}#/{ID}/settle", "desk-settle", "1366,768")
        finally:  # leaving waits for the server, also after a picture that failed
            server.terminate()


def make_year(place: Path) -> Path:
    """Make up a plan before and a quarter's returns, and run the verbs of the year; return the plan's output folder."""
    shutil.copytree(ROOT / "matrix", place / "matrix")
    before = f"{ID[:-1]}2"
    notice = (place / "matrix/plans" / ID / "notice.txt").read_text("utf-8")
    (place / "matrix/plans" / before).mkdir()
    earlier = notice.replace("2023", "2022").replace("80家", "60家").replace("480家", "420家")
    (place / "matrix/plans" / before / "notice.txt").write_text(earlier.replace("市科技局、", "", 2), "utf-8")
    verbs = ("reports", f"collect 2023-q2 back --plan {ID}", f"compare {before} {ID}")
    for number, verb in enumerate(verbs):
        command = [sys.executable, "-m", "responsibility", *verb.split()]
        subprocess.run(command, cwd=place, check=number > 0, capture_output=True)
        if number == 0:
            fill_sheets(place / "output" / ID / "tasks", place / "back")
    return place / "output" / ID


def fill_sheets(issued: Path, back: Path) -> None:
    """Fill two of three task sheets as units would."""
    back.mkdir()
    for number, path in enumerate(sorted(issued.iterdir())):
        book = load_workbook(path)
        sheet = next(sheet for sheet in book if sheet.protection.sheet)
        for row in range(LAYOUT.head_row + 2, sheet.max_row + 1):
            if sheet.cell(row, LAYOUT.place("item_id") + 1).value:
                for key, value in zip(("status", "progress", "done"), ANSWERS[(number + row) % 4], strict=True):
                    sheet.cell(row, LAYOUT.place(key) + 1).value = value
        if number % 3:
            book.save(back / path.name)


def main() -> None:
    """Renew every picture."""
    IMAGES.mkdir(exist_ok=True)
    for name, path in DRAWN.items():
        with Image.open(PLAN / path) as picture:
            save(picture, name)
    if shutil.which("soffice") and shutil.which("pdftoppm"):
        print_pages(PLAN, PRINTED)
        with tempfile.TemporaryDirectory() as place:
            print_pages(make_year(Path(place)), YEARLY)
    if shutil.which("chromium"):
        photograph((PLAN / "index.html").as_uri(), "page")
        with tempfile.TemporaryDirectory() as place:
            photograph_desk(Path(place))


if __name__ == "__main__":
    main()
