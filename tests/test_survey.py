"""A whole province: many notices to a data set, the same whichever engine reads them, resumed wherever it stopped."""

from __future__ import annotations

import errno
import gc
import json
import os
import re
import socket
import subprocess
import sys
import tracemalloc
import zipfile
from contextlib import contextmanager
from pathlib import Path

import dask
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from responsibility.cli import main, surveying
from responsibility.cli.progress import Spinner
from responsibility.errors import OutputError, SettingsError
from responsibility.system import corpus
from responsibility.system.corpus import gather, list_sources, map_cluster, need_extra
from responsibility.system.pools import map_apart
from responsibility.system.processes import Pace, wait_until
from responsibility.workflows import surveying as surveying_rooms
from responsibility.workflows.project import furnish
from responsibility.workflows.surveying import TABLES, Surveyor

pytestmark = pytest.mark.slow

NOTICE = (
    "青山市人民政府办公室关于印发{year}年工作要点的通知\n青政办发〔{year}〕1号\n一、主要任务\n"
    "1.整修校舍{number}所，9月底前完成。(责任单位:市教育局、市财政局)\n2.植树。(牵头单位:市林业局,配合单位:市水利局)\n"
)


def notice(number, year=2023):
    return NOTICE.format(number=number, year=year)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Nine notices and one file that holds no text, in batches of three."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(corpus, "_MOST", 3)
    (tmp_path / "texts").mkdir()
    for number in range(1, 10):
        (tmp_path / f"texts/n{number}.txt").write_text(notice(number), "utf-8")
    (tmp_path / "texts/n5b.docx").write_bytes(b"PK\x03\x04 damaged")
    return tmp_path


def survey(*words):
    return main(["survey", *words, "--processes", "1", "--output", "out"])


def rows_of(output):
    """All rows of each table, parts in order of their names."""
    return {
        table: [row for path in sorted((output / table).glob("*.parquet")) for row in pq.read_table(path).to_pylist()]
        for table in TABLES
    }


def test_a_notice_becomes_rows_whose_spans_quote_it(folder, capsys):
    """One row a thing; the file that cannot be read is a row of failures with its reason."""
    assert survey("texts") == 0
    assert capsys.readouterr().out == "通知 9 份，读不出 1 份（见 failures）；本次新读 10 份。\n"
    rows = rows_of(folder / "out")
    assert [(row["source"], "docx" in row["reason"]) for row in rows["failures"]] == [("texts/n5b.docx", True)]
    assert sorted(row["source"] for row in rows["documents"]) == [f"texts/n{n}.txt" for n in range(1, 10)]
    own = [row for row in rows["assignments"] if row["source"] == "texts/n3.txt"]
    assert [(row["item_id"], row["unit"], row["role"]) for row in own] == [
        ("1.1", "市教育局", "lead"), ("1.1", "市财政局", "co-lead"), ("1.2", "市林业局", "lead"),
        ("1.2", "市水利局", "support"),
    ]  # fmt: skip
    assert all(notice(3)[row["start"] : row["end"]] == row["mention"] for row in own)
    targets = [(row["value"], row["unit"]) for row in rows["targets"] if row["source"] == "texts/n3.txt"]
    assert ("3.0", "所") in targets
    assert all(notice(3)[row["start"] : row["end"]] for row in rows["items"] if row["source"] == "texts/n3.txt")


def test_every_part_tells_its_schema(folder):
    """Who reads the data set later knows which release of the columns it is."""
    survey("texts")
    for path in (folder / "out").rglob("*.parquet"):
        schema = pq.read_schema(path)
        assert schema.metadata[b"responsibility.survey"] == b"1"
        assert tuple(schema.names) == tuple(each.partition(":")[0] for each in TABLES[path.parent.name])


def test_the_summary_adds_up(folder):
    """Units by place and year, who leads with whom, and the findings met, most first."""
    survey("texts")
    tables = {path.name: path.read_text("utf-8-sig").splitlines() for path in (folder / "out/summary").iterdir()}
    assert tables["units.csv"][0] == "place,year,unit,role,assignments"
    assert sorted(line.split(",", 2)[2] for line in tables["units.csv"][1:]) == [
        "市教育局,lead,9", "市林业局,lead,9", "市水利局,support,9", "市财政局,co-lead,9"
    ]  # fmt: skip
    assert [line.split(",", 1)[1] for line in tables["leads.csv"][1:]] == [
        "市教育局,市财政局,co-lead,9", "市林业局,市水利局,support,9"
    ]  # fmt: skip


def test_what_was_read_is_not_read_again(folder, monkeypatch, capsys):
    """A second run reads nothing; a changed file costs its batch; a file that is gone takes its rows with it."""
    survey("texts")
    first = rows_of(folder / "out")
    monkeypatch.setattr("responsibility.workflows.surveying.read_notice", None)
    assert survey("texts") == 0
    assert capsys.readouterr().out.endswith("本次新读 0 份。\n")
    assert rows_of(folder / "out") == first
    monkeypatch.undo()
    monkeypatch.chdir(folder)
    monkeypatch.setattr(corpus, "_MOST", 3)
    (folder / "texts/n1.txt").write_text(notice(7), "utf-8")
    survey("texts")
    assert capsys.readouterr().out.endswith("本次新读 3 份。\n")
    (folder / "texts/n9.txt").unlink()
    survey("texts")
    sources = [row["source"] for row in rows_of(folder / "out")["documents"]]
    assert sorted(sources) == [f"texts/n{n}.txt" for n in range(1, 9)]


def test_a_full_disk_stops_the_run_and_the_next_goes_on(folder, monkeypatch, capsys):
    """The error says so, nothing is half there, and resuming gives what an undisturbed run gives."""
    survey("texts")
    whole = rows_of(folder / "out")
    write, left = pq.write_table, [11]

    def fill(table, path, **given):
        left[0] -= 1
        if not left[0]:
            Path(path).write_bytes(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")
        write(table, path, **given)

    with monkeypatch.context() as patch:
        patch.setattr(pq, "write_table", fill)
        assert main(["survey", "texts", "--processes", "1", "--output", "again"]) == OutputError.exit_code
    assert not (folder / "again/summary").exists()
    capsys.readouterr()
    assert main(["survey", "texts", "--processes", "1", "--output", "again"]) == 0
    assert "本次新读 4 份" in capsys.readouterr().out
    assert rows_of(folder / "again") == whole
    assert not list((folder / "again").rglob("*.part"))


class EndOnce:
    """Reads as a Surveyor does, but the first process to come to a certain batch is gone before it is done."""

    def __init__(self, surveyor, trace, times=1):
        self.surveyor, self.trace, self.times = surveyor, trace, times
        self.house, self.output = surveyor.house, surveyor.output

    def __call__(self, batch):
        if any("n5" in source.name for source in batch) and len(list(self.trace.iterdir())) < self.times:
            (self.trace / str(os.getpid())).touch()
            os._exit(9)
        return self.surveyor(batch)


def batches_of(root):
    return list(gather(list_sources([root / "texts"])))


def test_a_lost_process_loses_no_row_and_doubles_none(folder):
    """Local processes give what one gives, also where one is killed; a batch that kills twice is told and resumed."""
    one, other, trace = folder / "one", folder / "other", folder / "trace"
    trace.mkdir()
    batches = batches_of(folder)
    tallies = [Surveyor(furnish(None), one, "k")(batch) for batch in batches]
    done = list(map_apart(EndOnce(Surveyor(furnish(None), other, "k"), trace), batches, 2))
    assert [each.digest for each in done] == [each.digest for each in tallies]
    assert rows_of(other) == rows_of(one)
    third = folder / "third"
    for path in trace.iterdir():
        path.unlink()
    done = list(map_apart(EndOnce(Surveyor(furnish(None), third, "k"), trace, 2), batches, 2))
    assert sum(isinstance(each, OutputError) for each in done) == 1
    assert rows_of(third) != rows_of(one)
    assert all(list(map_apart(Surveyor(furnish(None), third, "k"), batches, 2)))
    assert rows_of(third) == rows_of(one)


def test_a_batch_that_was_lost_leaves_the_data_set_unsummed(folder, monkeypatch, capsys):
    """The exit code says so, and no row of an earlier run is taken away."""
    survey("texts")
    whole = rows_of(folder / "out")
    lost = OutputError("PROCESS_ENDED")
    monkeypatch.setattr(surveying, "_run", lambda surveyor, batches, *_: iter([lost, surveyor(next(iter(batches)))]))
    assert survey("texts") == OutputError.exit_code
    assert "有 1 批没有读完" in capsys.readouterr().err
    assert rows_of(folder / "out") == whole


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_of_two_workers_gives_the_rows_of_one_process(folder, monkeypatch, capsys):
    """Also where a worker is killed midway: the scheduler gives its batch to another."""
    from dask.distributed import LocalCluster

    survey("texts")
    trace = folder / "trace"
    trace.mkdir()
    monkeypatch.setattr(surveying, "Surveyor", lambda *given: EndOnce(Surveyor(*given), trace))
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster:
        assert main(["survey", "texts", "--scheduler", cluster.scheduler_address, "--output", "other"]) == 0
    assert list(trace.iterdir())
    assert capsys.readouterr().out.splitlines()[1] == "通知 9 份，读不出 1 份（见 failures）；本次新读 10 份。"
    assert rows_of(folder / "other") == rows_of(folder / "out")
    assert read_summary(folder / "other") == read_summary(folder / "out")


def read_summary(output):
    return {path.name: path.read_bytes() for path in (output / "summary").iterdir()}


@contextmanager
def small_cluster(root):
    """A scheduler and one worker, each a process of its own as on a real cluster; its address, and the scheduler."""
    told = root / "scheduler.json"
    told.unlink(missing_ok=True)
    run = [sys.executable, "-m", "dask"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": root}
    here = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show", "--scheduler-file", told]
    worker = ["worker", "--nthreads", "1", "--no-nanny", "--no-dashboard", "--scheduler-file", told]
    with subprocess.Popen([*run, *here], **quiet) as scheduler, subprocess.Popen([*run, *worker], **quiet) as working:
        try:
            wait_until(lambda: told.exists() and told.read_text().endswith("}"))
            yield json.loads(told.read_text())["address"], scheduler
        finally:
            working.kill()
            scheduler.kill()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_lost_midway_stops_the_run_and_the_next_goes_on(folder, monkeypatch, capsys):
    """The loss is told once; with another scheduler no row is lost or doubled."""
    survey("texts")

    def lose(surveyor, batches, address, _):
        for each in map_cluster(address, surveyor, batches):
            yield each
            scheduler.kill()

    with small_cluster(folder) as (address, scheduler), monkeypatch.context() as patch:
        patch.setattr(surveying, "_run", lose)
        line = ["survey", "texts", "--output", "other", "--scheduler"]
        assert main([*line, address]) == OutputError.exit_code
    assert capsys.readouterr().err.count("与调度器的连接断了") == 1
    assert not (folder / "other/summary").exists()
    before = {path: path.stat().st_mtime_ns for path in (folder / "other").rglob("*.parquet")}
    assert before
    with small_cluster(folder) as (address, _):
        assert main([*line, address]) == 0
    assert before == {path: path.stat().st_mtime_ns for path in before}
    assert rows_of(folder / "other") == rows_of(folder / "out")


def test_a_scheduler_that_is_not_there_is_named(folder, capsys):
    """Where nothing listens, and where the address is none."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    with dask.config.set({"distributed.comm.timeouts.connect": "100ms"}):
        for wrong in (address, "nonsense://x"):
            assert main(["survey", "texts", "--scheduler", wrong, "--output", "other"]) == OutputError.exit_code
            assert "没有带工作进程的调度器应答" in capsys.readouterr().err
    assert not list((folder / "other").rglob("*.parquet"))


def write_sources(root):
    with zipfile.ZipFile(root / "a.zip", "w") as archive:
        archive.writestr("in/n2.txt", notice(2))
        archive.writestr("in/n1.txt", notice(1))
    lines = [json.dumps({"content": notice(3)}, ensure_ascii=False), "{", json.dumps({"other": 1})]
    (root / "b.jsonl").write_text("\n".join(lines), "utf-8")
    (root / "c.csv").write_text(f'名称,通知\n甲,"{notice(4)}"\n', "utf-8-sig")
    pq.write_table(pa.table({"id": [1], "正文": [notice(5)]}), root / "d.parquet")
    (root / "e-1.txt").write_text(notice(6), "utf-8")
    (root / "~$e.txt").write_text("lock", "utf-8")


@pytest.mark.parametrize(
    ("given", "column", "expected"),
    [
        (["a.zip"], "", ["a.zip/in/n1.txt", "a.zip/in/n2.txt"]),
        (["b.jsonl"], "", ["b.jsonl/00000001.txt"]),
        (["c.csv"], "通知", ["c.csv/00000001.txt"]),
        (["d.parquet"], "", ["d.parquet/00000001.txt"]),
        (["e-*.txt", "a.zip"], "", ["e-1.txt", "a.zip/in/n1.txt", "a.zip/in/n2.txt"]),
        (["c.csv", "b.jsonl"], "", ["b.jsonl/00000001.txt"]),
    ],
)
def test_notices_come_from_whatever_holds_them(tmp_path, monkeypatch, given, column, expected):
    """Archives, tables and patterns; what holds no text has a reason and stops nothing."""
    monkeypatch.chdir(tmp_path)
    write_sources(tmp_path)
    found = list(list_sources(map(Path, given), column))
    assert [each.name for each in found if not each.error] == expected
    assert all(each.load().decode().startswith("青山市") for each in found if not each.error)


def test_a_list_of_paths_names_the_notices(folder, capsys):
    """One path a line; one that is not there stops the run before it begins."""
    (folder / "list.txt").write_text("texts/n1.txt\ntexts/n2.txt\n", "utf-8")
    assert survey("--list", "list.txt") == 0
    assert capsys.readouterr().out.startswith("通知 2 份")
    assert survey("texts/none.txt") == 3
    assert survey() == SettingsError.exit_code


@pytest.mark.usefixtures("folder")
def test_what_two_sources_both_name_is_read_once(capsys):
    """A file within a folder that is named too gives no second row."""
    assert survey("texts/n1.txt", "texts", "./texts") == 0
    assert capsys.readouterr().out.startswith("通知 9 份")


@pytest.mark.parametrize("place", [3, 700, 1500, 2700])
def test_one_file_more_changes_few_batches(place):
    """Where a batch ends depends on the names in it alone, and no batch is much larger than the others."""
    sources = [corpus.Pending(f"n{number:05}.txt") for number in range(3000)]
    more = [*sources[:place], corpus.Pending(f"n{place - 1:05}b.txt"), *sources[place:]]
    before, after = set(gather(sources)), set(gather(more))
    assert 7 < len(before) < 16
    assert max(map(len, before)) <= 400
    assert len(before - after) <= 3
    assert sum(map(len, before)) == 3000


def test_large_files_end_a_batch(tmp_path):
    """What a batch holds while it is read is bounded in bytes too, whether in files or in archives."""
    for number in range(5):
        with (tmp_path / f"n{number}.pdf").open("wb") as file:
            file.truncate(20 * 2**20)
    archived = [corpus.Pending(f"a.zip/n{number}.pdf", data=bytes(20 * 2**20)) for number in range(3)]
    assert [len(batch) for batch in gather([*list_sources([tmp_path]), *archived])] == [2, 2, 2, 2]


@pytest.fixture
def collected(monkeypatch):
    """Rubbish is taken away before each part is written, so that a peak is what is held and not when that was done."""
    write = surveying_rooms.write_part

    def collect_and_write(*arguments):
        gc.collect()
        write(*arguments)

    monkeypatch.setattr(surveying_rooms, "write_part", collect_and_write)
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.slow
@pytest.mark.usefixtures("collected")
def test_ten_times_the_notices_take_no_more_memory(tmp_path, monkeypatch, capsys):
    """Only a batch is held at a time, in reading and in summing up, and no cache grows with the notices."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(corpus, "_MOST", 5)
    for number in range(110):
        path = tmp_path / ("few" if number < 10 else "many") / f"n{number:03}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(notice(number % 9), "utf-8")
    survey("few")  # loads what is loaded once
    peaks = []
    for source in ("few", "many"):
        tracemalloc.start()
        assert main(["survey", source, "--processes", "1", "--output", f"out-{source}"]) == 0
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert "通知 100 份" in capsys.readouterr().out
    # Of each notice more its name is kept; one that is held takes six times that.
    assert peaks[1] - peaks[0] < 90 * 1_000, peaks


@pytest.mark.usefixtures("folder")
def test_progress_tells_rate_and_time_left(monkeypatch):
    """Who looks on sees how many of all are done; nobody looks on where standard error is no terminal."""
    told = []

    class Seen(Spinner):
        is_seen = True

        def __call__(self, what):
            told.append(f"{self._so_far}{what}")

    monkeypatch.setattr(surveying, "Spinner", Seen)
    survey("texts")
    assert [each.split()[0] for each in told] == ["3/10", "6/10", "9/10", "10/10"]
    assert all(re.search(r"每秒 \d+ 份$", each) for each in told)


def test_time_left_follows_the_pace_of_late():
    """What an earlier run did goes by fast; the rest is judged by what goes slowly since."""
    seconds = [0.0]
    pace = Pace(1_000, lambda: seconds[0])
    assert (pace.rate, pace.seconds_left) == (0, 0)
    for done in range(10, 510, 10):
        seconds[0] += 0.01 if done <= 100 else 5
        pace.reach(done)
    assert (pace.rate, pace.seconds_left) == (pytest.approx(2), pytest.approx(250))


def test_an_absent_extra_is_named():
    """The error says what to install."""
    with pytest.raises(SettingsError, match="no_such_library is not installed") as raised:
        need_extra("no_such_library", "survey")
    assert "responsibility[survey]" in str(raised.value)
