"""Windows: the bundle for offices without internet, and 报表.bat as far as it can be tried without Windows."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import sysconfig
import zipfile
from io import StringIO
from pathlib import Path

import pytest

from responsibility.cli import main

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "requirements"))

from bundle import FOLDER, PYTHONS, resolve_lock, write_bundle, write_resolved  # noqa: E402

LOCK = (ROOT / "requirements" / "run.txt").read_text("utf-8")
BAT = (ROOT / "报表.bat").read_bytes().decode("utf-8")
LINES = BAT.split("\r\n")


@pytest.mark.parametrize("python", PYTHONS)
def test_the_lock_resolves_for_windows(python):
    """Each package once, with hashes; none that another system or Python alone needs."""
    resolved = resolve_lock(LOCK, python)
    names = [pin.partition("==")[0] for pin in resolved]
    assert len(names) == len(set(names))
    assert {"numpy", "lxml", "click"} <= set(names)
    assert all(each.startswith("sha256:") for hashes in resolved.values() for each in hashes)
    assert all(resolved.values())


def test_markers_are_asked_of_windows_and_not_of_this_machine():
    """A package for Windows alone is taken, one for Linux alone is not, and Pythons part versions."""
    lock = "".join(
        f"{pin} \\\n    --hash=sha256:{'a' * 64}\n    # via x\n"
        for pin in (
            "colorama==0.4.6 ; sys_platform == 'win32'",
            "uvloop==0.21.0 ; sys_platform != 'win32'",
            "numpy==2.4.6 ; python_full_version < '3.12'",
            "numpy==2.5.5 ; python_full_version >= '3.12'",
        )
    )
    assert list(resolve_lock(lock, "3.11")) == ["colorama==0.4.6", "numpy==2.4.6"]
    assert list(resolve_lock(lock, "3.13")) == ["colorama==0.4.6", "numpy==2.5.5"]


def test_what_is_not_pinned_stops_the_bundle():
    """A line without a hash would be installed unchecked."""
    with pytest.raises(ValueError, match="click>=8"):
        resolve_lock("click>=8\n", "3.12")


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle with one wheel of ours; the real ones come from a registry."""
    place = tmp_path_factory.mktemp("bundle")
    wheel = place / "some-1.0-py3-none-any.whl"
    wheel.write_bytes(b"wheel")
    write_bundle(place / "responsibility-windows.zip", ROOT, [wheel])
    return place / "responsibility-windows.zip"


def test_the_bundle_holds_what_an_office_needs_and_no_more(bundle: Path):
    """Program, lock, wheels, registry, menu; no tests, and nothing that git does not know."""
    names = set(zipfile.ZipFile(bundle).namelist())
    wanted = ("报表.bat", "wheels/some-1.0-py3-none-any.whl", "requirements/run.txt", "matrix/units.csv", "LICENSE")
    assert {f"{FOLDER}/{name}" for name in wanted} <= names
    sources = {path.relative_to(ROOT).as_posix() for path in (ROOT / "src").rglob("*.py")}
    assert {f"{FOLDER}/{name}" for name in sources} <= names
    assert not [name for name in names if re.search(r"/(tests|bench|\.venv|\.git\w*)/|\.pyc$", name)]


def test_the_bundle_is_the_same_each_time(bundle: Path, tmp_path: Path):
    """Neither clock nor order of files shows in it."""
    again = tmp_path / "again.zip"
    write_bundle(again, ROOT, list(bundle.parent.glob("*.whl")))
    digests = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (bundle, again)}
    assert len(digests) == 1


@pytest.mark.slow
def test_the_program_runs_from_the_unzipped_folder(bundle: Path, tmp_path: Path):
    """As 报表.bat starts it: by its sources, only its libraries installed, in a folder with a Chinese name."""
    place = tmp_path / "责任 分解"
    zipfile.ZipFile(bundle).extractall(place)
    folder, libraries = place / FOLDER, tmp_path / "libraries"
    libraries.mkdir()
    for each in Path(sysconfig.get_path("purelib")).iterdir():
        if "responsibility" not in each.name:
            (libraries / each.name).symlink_to(each)
    done = subprocess.run(
        [sys.executable, "-S", "-m", "responsibility", "menu"],
        cwd=folder, env={"PYTHONPATH": f"{folder / 'src'}:{libraries}", "PYTHONUTF8": "1", "PATH": ""},
        input="２\n3\n0\n", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "咸宁市" in done.stdout or "xianning" in done.stdout
    assert (folder / "output/xianning-green-2023/manifest.json").is_file(), done.stderr


@pytest.mark.slow
def test_every_locked_package_has_a_wheel_for_windows(tmp_path: Path):
    """Asked of the registry; where none can be reached, nothing is said."""

    def ask(python: str, *packages: str) -> subprocess.CompletedProcess[str]:
        resolved = resolve_lock(LOCK, python)
        wanted = {pin: hashes for pin, hashes in resolved.items() if not packages or pin.startswith(packages)}
        path = tmp_path / "windows.txt"
        path.write_text(write_resolved(wanted), "utf-8")
        command = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "-q",
            "--dry-run",
            "--no-deps",
            "--ignore-installed",
            "--ignore-requires-python",
        ]
        command += ["--require-hashes", "--only-binary=:all:", "--platform=win_amd64", f"--python-version={python}"]
        command += ["--retries=0", "--ignore-requires-python", "--target", str(tmp_path / "none"), "-r", str(path)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    if ask("3.13", "click==").returncode:
        pytest.skip("no registry within reach")
    for python in (PYTHONS[0], PYTHONS[-1]):
        done = ask(python)
        assert done.returncode == 0, done.stderr


def test_the_batch_file_can_be_read_by_cmd():
    """Line ends of Windows; ASCII up to the last label, since cmd counts bytes when it seeks one."""
    assert "\n" not in BAT.replace("\r\n", "")
    assert BAT[: BAT.rindex("\r\n:")].isascii()


def test_the_batch_file_jumps_to_labels_that_it_has():
    """Each goto and call meets just one label, and each label is met."""
    labels = re.findall(r"(?m)^:(\w+)\r$", BAT)
    used = set(re.findall(r"(?:goto |call :)(\w+)", BAT))
    assert sorted(labels) == sorted(used)


def test_the_batch_file_names_files_that_the_bundle_holds(bundle: Path):
    """What it reads is in the zip under the very name."""
    names = {name.partition("/")[2] for name in zipfile.ZipFile(bundle).namelist()}
    read = re.findall(r"(?:requirements|src)\\[\w.\\]+\w", BAT)
    assert {name.replace("\\", "/") for name in read if "." in name} <= names
    assert len(set(read)) > 4


def test_the_batch_file_installs_and_starts_by_commands_that_exist(tmp_path: Path, capsys, monkeypatch):
    """Its lines for Python run here: the question for the version, pip's with the very options, the menu."""
    commands = [line for line in LINES if r".venv\Scripts\python" in line]
    install, start = (re.split(r" \|\| | %\*", line)[0].split()[1:] for line in commands)
    assert start[:2] == ["-m", "responsibility"]
    install[install.index("%FROM%") : install.index("%FROM%") + 1] = ["--no-index", "--find-links", str(tmp_path)]
    # All that the lock names is installed here already, so that pip has to read everything and to fetch nothing.
    words = [sys.executable, *(word.replace("\\", "/") for word in install), "--dry-run"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    check = subprocess.run([sys.executable, ROOT / "requirements/windows/python.py"], check=False)
    assert check.returncode == int(sys.version_info[:2] > (3, 13))
    monkeypatch.setattr("sys.stdin", StringIO("0\n"))
    assert main(start[2:]) == 0
    offered = capsys.readouterr().out
    assert [word for word in ("工作台", "检查", "生成", "收表", "催办") if word not in offered] == []
