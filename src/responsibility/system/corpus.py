"""The corpus: many notices in, a partitioned Parquet data set out; the one room that knows pyarrow and Dask.

In: files, folders, patterns, archives, and tables with a column of texts. Out: Sources, in an order that depends on
names alone, gathered into batches; the parts of a data set, each written whole or not at all under the hash of what it
was made from. Where one batch ends depends on the names and sizes in it alone, so a file more or less changes few
batches. Memory is that of the largest batch, so no batch is much larger than the others.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from glob import glob, has_magic
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from traceback import format_exception
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from zipfile import ZipFile
from zlib import crc32

from responsibility.errors import OutputError, ResponsibilityError, SettingsError, SourceError
from responsibility.extract.packed import TORN, is_litter
from responsibility.system.inputs import LARGEST_SOURCE, read_source
from responsibility.system.log import keep
from responsibility.system.outputs import PART, cannot_write

if TYPE_CHECKING:
    from dask.distributed import Client
    from pyarrow import Table

TEXT_COLUMNS = ("text", "content", "正文", "全文")
MARK = "documents"  # the table whose part is written last: where it is, all of its batch is
_LEAST, _MOST, _MOST_BYTES = 200, 400, 32 * 2**20  # sources and bytes of a batch
_ENDS = 100  # from _LEAST on, one name in so many ends it
_ROWS = 1_000  # read at a time from a Parquet file
_PATIENCE = 30  # seconds for a first worker to come

T = TypeVar("T")
R = TypeVar("R")


class Pending(NamedTuple):
    """A notice to be read. path: its file, or ""; data: its bytes where it has no file; error: why it has none."""

    name: str
    path: str = ""
    data: bytes = b""
    error: ResponsibilityError | None = None

    def load(self) -> bytes:
        """Return its bytes. Raises SourceError where they cannot be read."""
        if self.error:
            raise self.error
        return read_source(Path(self.path)).data if self.path else self.data

    @property
    def size(self) -> int:
        """Bytes that its batch holds of it while it is read."""
        with suppress(OSError):  # told when it is read
            return Path(self.path).stat().st_size if self.path else len(self.data)
        return 0


def drop_nested(paths: Sequence[Path]) -> list[Path]:
    """Leave out what another path holds or repeats, so that nothing is read twice."""
    whole = [path.resolve() for path in paths]
    return [
        path
        for place, path in enumerate(paths)
        if whole[place] not in whole[:place] and not any(each in whole[place].parents for each in whole)
    ]


def walk_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files that paths, folders and patterns name, in order of names within each."""
    for path in paths:
        if path.is_dir():
            yield from walk_files(sorted(each for each in path.iterdir() if not is_litter(each.name)))
        elif has_magic(str(path)) and not path.exists():
            yield from walk_files(map(Path, sorted(glob(str(path), recursive=True))))  # noqa: PTH207  # also absolute
        else:
            yield path


def list_sources(paths: Iterable[Path], column: str = "") -> Iterator[Pending]:
    """Yield every notice below the paths. column: of texts in tables, the first of TEXT_COLUMNS if not named."""
    for path in walk_files(paths):
        opened = _OPENERS.get(path.suffix.lower())
        if opened is None:
            yield Pending(path.as_posix(), str(path.resolve()))
            continue
        try:
            yield from opened(path, column)
        except ResponsibilityError as error:
            yield Pending(path.as_posix(), error=error)
        except (*TORN, csv.Error) as error:
            told = SourceError("NOT_READABLE", path.name, reason=getattr(error, "strerror", None) or str(error))
            yield Pending(path.as_posix(), error=told)


def _open_zip(path: Path, _column: str) -> Iterator[Pending]:
    with ZipFile(path) as archive:
        for member in sorted(archive.infolist(), key=lambda each: each.filename):
            name = f"{path.as_posix()}/{member.filename}"
            if member.is_dir() or is_litter(member.filename.rpartition("/")[2]):
                continue
            if member.file_size > LARGEST_SOURCE:
                yield Pending(name, error=_tell_large(name))
                continue
            with archive.open(member) as stream:
                yield Pending(name, data=stream.read(LARGEST_SOURCE))


def _tell_large(name: str) -> SourceError:
    size = LARGEST_SOURCE // 2**20
    return SourceError("PACKED_TOO_LARGE", name, limit=size)


def _tell_textless(name: str) -> SourceError:
    return SourceError("NO_TEXT_COLUMN", name)


def _name_rows(path: Path, column: str, rows: Iterable[Mapping[str, object]]) -> Iterator[Pending]:
    """Give each text the name of its table and row; a row without a text has a reason."""
    for number, row in enumerate(rows, 1):
        text = next((row[each] for each in ((column,) if column else TEXT_COLUMNS) if row.get(each)), None)
        name = f"{path.as_posix()}/{number:08}.txt"
        if isinstance(text, str):
            yield Pending(name, data=text.encode("utf-8", "replace"))
        else:
            yield Pending(name, error=_tell_textless(name))


def _open_lines(path: Path, column: str) -> Iterator[Pending]:
    with path.open(encoding="utf-8-sig") as stream:
        yield from _name_rows(path, column, (_parse(line) for line in stream if line.strip()))


def _parse(line: str) -> Mapping[str, object]:
    try:
        row = json.loads(line)
    except ValueError:
        return {}
    return row if isinstance(row, dict) else {}


def _open_csv(path: Path, column: str) -> Iterator[Pending]:
    csv.field_size_limit(LARGEST_SOURCE)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        yield from _name_rows(path, column, csv.DictReader(stream))


def _open_parquet(path: Path, column: str) -> Iterator[Pending]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        wanted = [each for each in ((column,) if column else TEXT_COLUMNS) if each in file.schema_arrow.names]
        if not wanted:
            raise _tell_textless(path.name)
        batches = file.iter_batches(_ROWS, columns=wanted)
        yield from _name_rows(path, column, (row for batch in batches for row in batch.to_pylist()))


_OPENERS: Mapping[str, Callable[[Path, str], Iterator[Pending]]] = {
    ".zip": _open_zip, ".jsonl": _open_lines, ".csv": _open_csv, ".parquet": _open_parquet
}  # fmt: skip


def gather(sources: Iterable[Pending]) -> Iterator[tuple[Pending, ...]]:
    """Part sources into batches, which end where the hash of a name says so, or are full."""
    batch: list[Pending] = []
    size = 0
    for each in sources:
        batch.append(each)
        size += each.size
        may_end = len(batch) >= _LEAST and crc32(each.name.encode("utf-8", "replace")) % _ENDS == 0
        if may_end or len(batch) == _MOST or size > _MOST_BYTES:
            yield tuple(batch)
            batch, size = [], 0
    if batch:
        yield tuple(batch)


def need_extra(module: str, extra: str) -> None:
    """Raise SettingsError, naming what to install, where a library of an extra is absent."""
    if find_spec(module) is None:
        raise SettingsError("NOT_INSTALLED", module=module, extra=extra)


def find_part(output: Path, digest: str) -> tuple[int, int] | None:
    """Return how many documents and failures a part has that is there whole, or None."""
    import pyarrow.parquet as pq

    counts = []
    for name in (MARK, "failures"):
        path = _part(output, name, digest)
        if path.is_file():
            counts.append(pq.read_metadata(path).num_rows)
        elif name == MARK:
            return None
    return counts[0], (counts[1] if len(counts) > 1 else 0)


def _part(output: Path, table: str, digest: str) -> Path:
    return output / table / f"part-{digest}.parquet"


def write_part(output: Path, digest: str, tables: Mapping[str, Table]) -> None:
    """Write the tables of one batch, empty ones left out, each whole or not at all, MARK's last.

    Raises OutputError where it cannot be written.
    """
    import pyarrow.parquet as pq

    try:
        for name in sorted(tables, key=lambda each: (each == MARK, each)):
            path = _part(output, name, digest)
            if not len(tables[name]) and name != MARK:
                path.unlink(missing_ok=True)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(path.name + PART)
            pq.write_table(tables[name], part, compression="zstd")
            part.replace(path)
    except OSError as error:
        raise cannot_write(error, output) from error


def read_parts(output: Path, digests: Iterable[str], columns: Mapping[str, Sequence[str]]) -> Iterator[dict[str, Any]]:
    """Yield, part by part, lists of rows of the tables wanted, as dicts."""
    import pyarrow.parquet as pq

    for digest in digests:
        yield {
            name: pq.read_table(path, columns=list(wanted), partitioning=None).to_pylist() if path.is_file() else []
            for name, wanted in columns.items()
            for path in (_part(output, name, digest),)
        }


def clear_stale(output: Path, tables: Iterable[str], digests: set[str]) -> int:
    """Take away parts that the sources no longer give, and what a stopped run left; return how many."""
    stale = [
        path
        for table in tables
        for path in (output / table).glob("part-*.parquet*")
        if path.name.endswith(PART) or path.name[5:-8] not in digests
    ]
    for path in stale:
        path.unlink()
    return len(stale)


def map_cluster(address: str, function: Callable[[T], R], items: Iterable[T]) -> Iterator[R | OutputError]:
    """Apply function on the workers of a Dask cluster, in whatever order they end.

    Two items a core are under way at a time, so that neither scheduler nor workers fill up. Dask gives what a lost
    worker was at to others; what fails for good is an error in its place. A scheduler that is lost ends the run with
    an error. Raises OutputError where no scheduler answers, or none that has a worker.
    """
    from concurrent.futures import CancelledError

    from dask.distributed import as_completed

    ahead = iter(items)
    with _connect(address) as client:
        cores = sum(client.ncores().values())
        futures = as_completed([client.submit(function, item, pure=False) for item in islice(ahead, 2 * cores)])
        for future in futures:
            try:
                yield future.result()
            except CancelledError:
                yield OutputError("SCHEDULER_LOST", address)
                return
            except Exception as error:
                log = keep("".join(format_exception(error)))
                yield OutputError("BATCH_FAILED", address, log=log)
            if (item := next(ahead, None)) is not None:
                futures.add(client.submit(function, item, pure=False))


@contextmanager
def _connect(address: str) -> Iterator[Client]:
    from dask.distributed import Client

    with ExitStack() as opened:
        try:
            client = opened.enter_context(Client(address))
            client.wait_for_workers(1, timeout=_PATIENCE)
        except (OSError, ValueError) as error:
            raise OutputError("NO_SCHEDULER", address) from error
        yield client
