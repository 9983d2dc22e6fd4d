"""DuckDB through Ibis, locked on one engagement's declared files 「嵌入式引擎」."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.data.engine.store import first_line, interrupted_in_time, too_long
from diagnostics.data.temporary import temporary_folder
from diagnostics.errors import InputError, SurroundingsError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

MEMORY = "3GB"


@dataclass(eq=False)
class DuckDbStore:
    """DuckDB through Ibis 「嵌入式引擎」.

    Parameters
    ----------
    backend : ibis backend
        Where expressions run.
    folder : Path
        Its own temporary folder.
    """

    backend: Any
    folder: Path
    _tables: int = 0

    @property
    def raw(self) -> Any:
        """DuckDB connection under Ibis 「DuckDB 连接」."""
        return self.backend.con

    def upload(self, content: pa.Table) -> Any:
        """Ibis table of a small table of our own 「上传小表」."""
        self._tables += 1
        name = f"own_{self._tables}"
        self.raw.register(name, content)
        return self.backend.table(name)

    def frame(self, expression: Any, about: str = "") -> pd.DataFrame:
        """Result of an expression 「执行」."""
        with self.told(about or "computing"):
            found: pd.DataFrame = self.backend.to_pyarrow(expression).to_pandas()
            return found

    def hold(self, expression: Any, about: str = "") -> Any:
        """Ibis table that holds the result of an expression; it spills to disk where it is large 「暂存结果」."""
        self._tables += 1
        name = f"held_{self._tables}"
        with self.told(about or "computing"):
            # Literals of our own tree are the only texts in it; names are quoted by the compiler.
            self.raw.execute(f'CREATE TEMP TABLE "{name}" AS {self.backend.compile(expression)}')
        return self.backend.table(name)

    def drop(self, held: Any) -> None:
        """Free what ``hold`` or ``upload`` keeps 「释放暂存」."""
        name = held.get_name()
        if name.startswith("held_"):
            self.raw.execute(f'DROP TABLE IF EXISTS "{name}"')
        else:
            self.raw.unregister(name)

    def as_parquet(self, table: str) -> Path:
        """Parquet file, in the engine's own folder, of a table of ours 「导出 Parquet」."""
        path = self.folder / "utf8" / f"{table}.parquet"
        self.raw.execute(f'COPY "{table}" TO {_quoted(str(path))} (FORMAT parquet)')
        return path

    @contextmanager
    def told(self, about: str) -> Iterator[None]:
        """Work within the time a query may take, its errors in our family 「限时与报错」."""
        import duckdb

        with interrupted_in_time(self.raw.interrupt) as over, told(about):
            try:
                yield
            except duckdb.InterruptException as error:
                if over:
                    raise too_long(about) from error
                raise


@contextmanager
def open_duckdb(timezone: str, paths: list[Path], threads: int | None) -> Iterator[DuckDbStore]:
    """DuckDB that reads these files and nothing else 「打开嵌入式引擎」.

    Parameters
    ----------
    timezone : str
        Time zone of the client's calendar.
    paths : list of Path
        Files it may read, links followed.
    threads : int, optional
        Threads to compute with; as many as the machine has, where absent.
    """
    import ibis

    with temporary_folder("engine") as temporary:
        folder = temporary.resolve()
        (folder / "utf8").mkdir()
        (folder / "spill").mkdir()
        options: dict[str, Any] = {"memory_limit": os.environ.get("PERFLOOP_MEMORY", MEMORY), "threads": threads}
        options |= {"temp_directory": str(folder / "spill"), "preserve_insertion_order": False}
        options |= dict.fromkeys(("autoinstall_known_extensions", "autoload_known_extensions"), False)
        with told("opening the engine"):
            backend = ibis.duckdb.connect(
                ":memory:", **{key: each for key, each in options.items() if each is not None}
            )
        try:
            _lock(backend.con, timezone, folder, paths)
            yield DuckDbStore(backend, folder)
        finally:
            backend.disconnect()


def _lock(connection: Any, timezone: str, folder: Path, paths: list[Path]) -> None:
    allowed = ", ".join(sorted({_quoted(str(each)) for each in paths}))
    connection.execute(f"SET TimeZone = {_quoted(timezone)}")
    connection.execute("SET python_enable_replacements = false")
    connection.execute("SET enable_progress_bar = false")
    connection.execute(f"SET allowed_paths = [{allowed}]")
    connection.execute(f"SET allowed_directories = [{_quoted(str(folder / 'utf8'))}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


@contextmanager
def told(about: str) -> Iterator[None]:
    """Errors of DuckDB in our family: the client's values, or the surroundings 「引擎错误」."""
    import duckdb

    try:
        yield
    except (duckdb.OutOfMemoryException, duckdb.IOException, duckdb.FatalException, duckdb.InternalException) as error:
        raise SurroundingsError(f"The engine failed while {about}: {first_line(error)}") from error
    except (duckdb.ConversionException, duckdb.OutOfRangeException) as error:
        limit = " (a sum holds values up to 10**26)" if "DECIMAL" in str(error) else ""
        raise InputError(f"A value can't be computed with while {about}{limit}: {first_line(error)}") from error
    except duckdb.Error as error:
        if type(error) is duckdb.Error or isinstance(error, duckdb.InvalidInputException):
            # What the reader of Parquet throws has no class of its own; its text may name a path of the machine.
            raise InputError(f"A Parquet file can't be read while {about}: it is broken or cut.") from error
        raise SurroundingsError(f"The engine failed while {about}: {first_line(error)}") from error
