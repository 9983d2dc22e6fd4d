"""DuckDB through Ibis, locked on one engagement's declared files 「计算引擎」."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from diagnostics.data.engine.facts import Facts
from diagnostics.data.files.csv_file import sql_text
from diagnostics.data.files.read import load_source, naming_columns
from diagnostics.data.files.source_files import SourceFile, source_files
from diagnostics.errors import InputError, SurroundingsError, unknown
from diagnostics.model.conversion import Conversion
from diagnostics.model.engagement import Engagement

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

MEMORY = "3GB"


@dataclass(eq=False)
class Engine:
    """DuckDB through Ibis, locked on one engagement's declared files 「计算引擎」.

    Parameters
    ----------
    engagement : Engagement
        Whose files it reads.
    backend : ibis backend
        Where expressions run.
    folder : Path
        Its own temporary folder.
    files : dict of tuple
        Declared files by source.
    conversions : list of Conversion
        Cells that were read otherwise than they were written; who loads a source adds its own.
    """

    engagement: Engagement
    backend: Any
    folder: Path
    files: dict[str, tuple[SourceFile, ...]]
    conversions: list[Conversion] = field(default_factory=list)
    _facts: dict[str, Facts] = field(default_factory=dict)
    _tables: int = 0

    @property
    def raw(self) -> Any:
        """DuckDB connection under Ibis 「DuckDB 连接」."""
        return self.backend.con

    @property
    def threads(self) -> int:
        """Threads it computes with 「线程数」."""
        return int(self.raw.execute("SELECT current_setting('threads')").fetchone()[0])

    def facts(self, source: str) -> Facts:
        """Facts of a source, read when first asked for 「取事实表」.

        Raises
        ------
        InputError
            When no source has this name, or its files can't be read.
        """
        if source not in self.files:
            raise unknown("source", source, self.files)
        if source not in self._facts:
            files = self.files[source]
            table = f"source_{len(self._facts)}"
            with _told(f"reading source {source!r}"):
                load_source(self, table, source, files)
            names = tuple(each.name for each in files)
            texts = naming_columns(self.engagement, source)
            self._facts[source] = Facts(source, names, self.backend.table(table), texts, self)
        return self._facts[source]

    def upload(self, content: pa.Table) -> Any:
        """Ibis table of a small table of our own, such as a list of names 「上传小表」."""
        self._tables += 1
        name = f"own_{self._tables}"
        self.raw.register(name, content)
        return self.backend.table(name)

    def frame(self, expression: Any, about: str = "") -> pd.DataFrame:
        """Result of an expression 「执行」.

        Parameters
        ----------
        expression : ibis table expression
            What to compute.
        about : str
            What it is about, for errors.

        Raises
        ------
        InputError
            When values of the client's can't be computed with: too large, no existing date.
        SurroundingsError
            When the engine lacks memory or disk.
        """
        with _told(about or "computing"):
            found: pd.DataFrame = self.backend.to_pyarrow(expression).to_pandas()
            return found


@contextmanager
def open_engine(engagement: Engagement, *, threads: int | None = None) -> Iterator[Engine]:
    """Engine that reads an engagement's declared files and nothing else 「打开引擎」.

    Parameters
    ----------
    engagement : Engagement
        Whose files it reads.
    threads : int, optional
        Threads to compute with, at least 1; else ``PERFLOOP_THREADS``, else as many as the machine has.

    Yields
    ------
    Engine
        Its temporary folder is removed at the end.

    Raises
    ------
    InputError
        When a declared file is missing, lies outside the data folder, or ``threads`` is no number from 1 on.

    Notes
    -----
    First the files are known, then access to anything else is switched off, then the configuration is locked: neither
    an expression nor a later mistake can read another client's file or change a setting.
    """
    import ibis

    count = _threads(threads)
    files = {source: source_files(engagement, source) for source in engagement.settings.sources}
    with TemporaryDirectory(prefix="perfloop-engine-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary).resolve()
        (folder / "utf8").mkdir()
        (folder / "spill").mkdir()
        options: dict[str, Any] = {"memory_limit": os.environ.get("PERFLOOP_MEMORY", MEMORY), "threads": count}
        options |= {"temp_directory": str(folder / "spill"), "preserve_insertion_order": False}
        options |= dict.fromkeys(("autoinstall_known_extensions", "autoload_known_extensions"), False)
        with _told("opening the engine"):
            backend = ibis.duckdb.connect(
                ":memory:", **{key: each for key, each in options.items() if each is not None}
            )
        try:
            _lock(backend.con, engagement, folder, [each.path for group in files.values() for each in group])
            yield Engine(engagement, backend, folder, files)
        finally:
            backend.disconnect()


def _threads(threads: int | None) -> int | None:
    wanted: Any = threads if threads is not None else os.environ.get("PERFLOOP_THREADS") or None
    if wanted is None:
        return None
    try:
        count = int(wanted)
    except ValueError:
        count = 0
    if count < 1:
        raise InputError(f"threads == {wanted!r} (PERFLOOP_THREADS or the argument), must be a number from 1 on.")
    return count


def _lock(connection: Any, engagement: Engagement, folder: Path, paths: list[Path]) -> None:
    allowed = ", ".join(sorted({sql_text(str(each)) for each in paths}))
    connection.execute(f"SET TimeZone = {sql_text(engagement.calendar.timezone)}")
    connection.execute("SET python_enable_replacements = false")
    connection.execute("SET enable_progress_bar = false")
    connection.execute(f"SET allowed_paths = [{allowed}]")
    connection.execute(f"SET allowed_directories = [{sql_text(str(folder / 'utf8'))}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


@contextmanager
def _told(about: str) -> Iterator[None]:
    """Errors of the engine in our family: the client's values, or the surroundings."""
    import duckdb

    try:
        yield
    except (duckdb.OutOfMemoryException, duckdb.IOException, duckdb.FatalException, duckdb.InternalException) as error:
        raise SurroundingsError(f"The engine failed while {about}: {_first_line(error)}") from error
    except (duckdb.ConversionException, duckdb.OutOfRangeException) as error:
        limit = " (a sum holds values up to 10**26)" if "DECIMAL" in str(error) else ""
        raise InputError(f"A value can't be computed with while {about}{limit}: {_first_line(error)}") from error
    except duckdb.Error as error:
        raise SurroundingsError(f"The engine failed while {about}: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    return next((each.strip() for each in str(error).splitlines() if each.strip()), type(error).__name__)
