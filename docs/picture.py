"""Renew the pictures of the README and the gallery from real output: run `make reports`, then `make picture`.

Only what the program itself draws is copied; screens of workbooks are made with LibreOffice and poppler where they
are installed, and left as they are elsewhere.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image
from pylopdf_fonts_zh_cn import sans_path

ROOT = Path(__file__).parent.parent
PLAN = ROOT / "output" / "xianning-green-2023"
IMAGES = ROOT / "docs" / "images"
WIDTH = 1400  # pixels; enough for a README, small in a repository
COLOURS = 64
# Picture in docs/images: file below the plan's output folder.
DRAWN = {
    "matrix": "diagrams/matrix.png",
    "network": "diagrams/network.png",
    "overlap": "diagrams/overlap.png",
    "checkup": "责任体检.png",
}
# Picture in docs/images: workbook and the page of its print, from 1.
PRINTED = {"matrix-sheet": ("责任矩阵.xlsx", 3), "task-sheet": ("tasks/07-hjj-市生态环境局.xlsx", 1)}
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><include ignore_missing="yes">/etc/fonts/fonts.conf</include></fontconfig>"""


def save(picture: Image.Image, name: str) -> None:
    """Save a picture small enough for a repository, the same bytes each time."""
    if picture.width > WIDTH:
        picture = picture.resize((WIDTH, round(picture.height * WIDTH / picture.width)), Image.Resampling.LANCZOS)
    reduced = picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    reduced.save(IMAGES / f"{name}.png", optimize=True)


def print_page(workbook: Path, page: int) -> Image.Image:
    """Print a workbook as the office would, and return one page."""
    with tempfile.TemporaryDirectory() as folder:
        fonts = Path(folder, "fonts.conf")
        fonts.write_text(FONTS.format(folder=sans_path().parent), "utf-8")
        environment = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", folder, str(workbook)]
        subprocess.run(command, env=environment, check=True, capture_output=True)
        pages = ["pdftoppm", "-r", "110", "-f", str(page), "-l", str(page), "-singlefile", "-png"]
        subprocess.run([*pages, f"{folder}/{workbook.stem}.pdf", f"{folder}/page"], check=True)
        return Image.open(f"{folder}/page.png").copy()


def main() -> None:
    """Renew every picture."""
    IMAGES.mkdir(exist_ok=True)
    for name, path in DRAWN.items():
        with Image.open(PLAN / path) as picture:
            save(picture, name)
    if shutil.which("soffice") and shutil.which("pdftoppm"):
        for name, (path, page) in PRINTED.items():
            save(print_page(PLAN / path, page), name)


main()
