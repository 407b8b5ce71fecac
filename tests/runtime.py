"""Runtime: every verb, run as an office runs it, in an environment that has nothing but the run-time lock.

Not a test module: pytest is for developers. The reference plan and a second year of it, made here, go through every
verb; what is expected is asserted in plain words.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

from responsibility.cli import VERBS

ROOT = Path(__file__).parent.parent
OLD = "xianning-green-2023"
NEW = "xianning-green-2024"
PERIOD = "2024-6"
done_verbs: set[str] = set()  # the verbs that were run


def write_next_year(plans: Path) -> None:
    """Write the plan of the year after: every year one later, one number higher, the third task gone."""
    lines = (plans / OLD / "notice.txt").read_text("utf-8").replace("2023", "2024").splitlines(keepends=True)
    kept = [line.replace("80家", "90家") for line in lines if not line.startswith("3.")]
    (plans / NEW).mkdir()
    (plans / NEW / "notice.txt").write_text("".join(kept), "utf-8")


def run(*words: object, codes: Iterable[int] = (0,), typed: str = "") -> str:
    """Run one command line, say what it was, and return what it printed. typed: on the keyboard."""
    done = subprocess.run(
        [sys.executable, "-m", "responsibility", *map(str, words)],
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )
    sys.stdout.write(f"{done.returncode} responsibility {' '.join(map(str, words))}\n")
    done_verbs.add(str(words[0]))
    assert done.returncode in codes, done.stdout + done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout


def send_back(folder: Path, issued: Path) -> Path:
    """Copy one unit's sheet as if it had come back, its first task (below the band) reported as under way."""
    from openpyxl import load_workbook

    book = load_workbook(issued)
    sheet = book["任务清单"]
    head = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "进展情况")
    sheet.cell(head.row + 2, head.column).value = "已开工,完成30%。"
    folder.mkdir()
    book.save(folder / issued.name)
    return folder


def open_desk(*places: object) -> None:
    """Open the desk as its batch file does, ask it for the plans, and stop it."""
    command = [sys.executable, "-X", "utf8", "-m", "responsibility", "desk", "--no-browser", *map(str, places)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        address = re.search(r"http\S+", server.stdout.readline())[0]
        ask = build_opener(ProxyHandler({}), HTTPCookieProcessor()).open
        assert "desk.js" in ask(address).read().decode()
        assert NEW in ask(address.partition("?")[0] + "api/plans").read().decode()
        server.terminate()
    sys.stdout.write("0 responsibility desk\n")
    done_verbs.add("desk")


def run_all(folder: Path) -> None:
    """Run every verb in a copy of the matrix folder."""
    matrix, output = folder / "matrix", folder / "output"
    shutil.copytree(ROOT / "matrix", matrix)
    write_next_year(matrix / "plans")
    places = ("--matrix", matrix, "--output", output)
    notice = matrix / "plans" / NEW / "notice.txt"
    run("reports", "--plan", NEW, *places)
    run("compare", OLD, NEW, *places)
    sheet = next((output / NEW / "tasks").glob("*-市发改委.xlsx"))
    run("collect", PERIOD, send_back(folder / "returns", sheet), "--plan", NEW, *places, codes=(0, 1))
    run("remind", PERIOD, "--plan", NEW, *places)
    run("refine", "--plan", NEW, *places)
    run("collect", "plan", next((output / NEW / "refinement").glob("*.xlsx")), "--plan", NEW, *places)
    run("meeting", PERIOD, "--plan", NEW, *places)
    run("inspect", PERIOD, "--plan", NEW, *places)
    run("assess", "2024", "--plan", NEW, *places)
    run("close", "2024", "--plan", NEW, *places)
    run("reports", "--plan", NEW, *places)  # the page tells how far the year is by now
    run("verify", "--plan", NEW, *places)
    run("check", "--matrix", matrix, codes=(0, 1))
    assert '"items"' in run("read", notice, "--matrix", matrix, "--format", "json")
    assert "市经信局" in run("explain", "2.1.1", "市经信局", "--plan", NEW, "--matrix", matrix)
    run("units", "--matrix", matrix)
    assert "市经信局" in run("menu", "--matrix", matrix, typed="2\n0\n")
    run("init", folder / "another", "--place", "东川市")
    open_desk(*places)
    run("survey", notice, "--matrix", matrix, "--output", folder / "survey", codes=(0, 2, 3))  # needs an extra
    missing = [verb for verb in VERBS if verb not in done_verbs]
    assert not missing, f"verbs that were not run: {missing}"
    made = {path.suffix for path in output.rglob("*") if path.is_file()}
    assert made >= {".xlsx", ".docx", ".pdf", ".png", ".svg", ".html", ".csv", ".json", ".graphml"}, made


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        run_all(Path(place))
