"""One face for the engines that an engagement's sources are computed on 「计算引擎」."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.data.engine.duckdb_store import DuckDbStore, open_duckdb
from diagnostics.data.engine.facts import Facts
from diagnostics.data.engine.limits import threads_wanted
from diagnostics.data.engine.looks import Looks
from diagnostics.data.engine.stated_units import refuse_stated_units
from diagnostics.data.engine.store import Store
from diagnostics.data.files.read import load_source, naming_columns
from diagnostics.data.files.source_files import SourceFile, source_files
from diagnostics.data.layout.columns import FILE
from diagnostics.data.versions.overlay import overlaid_table
from diagnostics.errors import unknown
from diagnostics.model.conversion import Conversion
from diagnostics.model.engagement import Engagement
from diagnostics.model.period import Cycle

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


@dataclass(eq=False)
class Engine:
    """Engines of an engagement behind one face: DuckDB at once, PostgreSQL and Spark when a source asks 「计算引擎」.

    Parameters
    ----------
    engagement : Engagement
        Whose sources it reads.
    duckdb : DuckDbStore
        Where files are read.
    files : dict of tuple
        Declared files by source.
    conversions : list of Conversion
        Cells that were read otherwise than they were written; who loads a source adds its own.
    grains : dict
        Cycle of the periods that a day column names, by (source, column); "day" where it names days.
    looks : Looks
        What has been looked for in the facts of each source.
    """

    engagement: Engagement
    duckdb: DuckDbStore
    files: dict[str, tuple[SourceFile, ...]]
    conversions: list[Conversion] = field(default_factory=list)
    grains: dict[tuple[str, str], Cycle] = field(default_factory=dict)
    looks: Looks = field(default_factory=Looks)
    _facts: dict[str, Facts] = field(default_factory=dict)
    _stores: dict[str, Store] = field(default_factory=dict)
    _open: ExitStack = field(default_factory=ExitStack)

    @property
    def raw(self) -> Any:
        """DuckDB connection, where files are read 「DuckDB 连接」."""
        return self.duckdb.raw

    @property
    def folder(self) -> Path:
        """Its own temporary folder 「临时目录」."""
        return self.duckdb.folder

    @property
    def threads(self) -> int:
        """Threads that DuckDB computes with 「线程数」."""
        return int(self.raw.execute("SELECT current_setting('threads')").fetchone()[0])

    def facts(self, source: str, *, scanned: str | None = None) -> Facts:
        """Facts of a source, read when first asked for 「取事实表」.

        Parameters
        ----------
        scanned : str, optional
            Column of entities whose sums the caller computes: blanks and totals among its names are looked for there.

        Raises
        ------
        InputError
            When no source has this name, or its files or its table can't be read.
        SurroundingsError
            When its server can't be reached, or an engine is not installed.
        """
        if source not in self.files:
            raise unknown("source", source, self.files)
        if source not in self._facts:
            reads = {"duckdb": self._from_files, "postgres": self._from_postgres, "spark": self._from_spark}
            store, names, table = reads[self.engagement.settings.sources[source].engine](source)
            texts = naming_columns(self.engagement, source)
            table = overlaid_table(self, source, names, table)
            self._facts[source] = self.looks.first(self, Facts(source, names, table, texts, store), scanned)
        if scanned is None:
            self.looks.refuse_totals(self, self.bare(source))
        return self._facts[source]

    def bare(self, source: str) -> Facts:
        """Facts of a source that has been read, the blanks around all names taken away 「名称去空格」."""
        self._facts[source] = self.looks.bare(self, self._facts[source])
        return self._facts[source]

    def upload(self, content: pa.Table) -> Any:
        """Ibis table of a small table of our own, such as a list of names, that joins with any facts 「上传小表」."""
        import ibis

        only_files = all(each.engine == "duckdb" for each in self.engagement.settings.sources.values())
        return self.duckdb.upload(content) if only_files else ibis.memtable(content)

    def frame(self, expression: Any, about: str = "") -> pd.DataFrame:
        """Result of an expression, computed where its facts are 「执行」.

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
            When the engine lacks memory or disk, takes too long, or its server is gone.
        """
        return self._of(expression).frame(expression, about)

    def hold(self, expression: Any, about: str = "") -> Any:
        """Ibis table in DuckDB that holds the result of an expression, wherever that is computed 「暂存结果」.

        Parameters
        ----------
        expression : ibis table expression
            What to compute.
        about : str
            What it is about, for errors.
        """
        store: Any = self._of(expression)
        if store is self.duckdb:
            return self.duckdb.hold(expression, about)
        with store.told(about or "computing"):
            content = store.backend.to_pyarrow(expression)
        return self.duckdb.upload(content)

    def drop(self, held: Any) -> None:
        """Free what ``hold`` keeps 「释放暂存」."""
        self.duckdb.drop(held)

    def in_duckdb(self, expression: Any) -> bool:
        """Whether an expression is computed by DuckDB over files 「是否由 DuckDB 计算」."""
        return self._of(expression) is self.duckdb

    def _of(self, expression: Any) -> Store:
        backends, _ = expression._find_backends()  # noqa: SLF001 (get_backend would open a default one)
        for store in self._stores.values():
            if store.backend in backends:
                return store
        return self.duckdb

    def _from_files(self, source: str) -> tuple[Store, tuple[str, ...], Any]:
        table = f"source_{len(self._facts)}"
        with self.duckdb.told(f"reading source {source!r}"):
            load_source(self, table, source, self.files[source])
        return self.duckdb, tuple(each.name for each in self.files[source]), self.duckdb.backend.table(table)

    def _from_postgres(self, source: str) -> tuple[Store, tuple[str, ...], Any]:
        from diagnostics.data.engine.postgres_store import open_postgres

        declared = self.engagement.settings.sources[source]
        key = f"postgres {declared.url_env}"
        if key not in self._stores:
            opened = open_postgres(declared.url_env or "", self.engagement.calendar.timezone)
            self._stores[key] = self._open.enter_context(opened)
        store: Any = self._stores[key]
        name, table = store.table(declared.table or "", f"source {source!r}")
        refuse_stated_units(self.engagement, source, table.columns, name)
        return store, (name,), table

    def _from_spark(self, source: str) -> tuple[Store, tuple[str, ...], Any]:
        from diagnostics.data.engine.spark_store import open_spark

        if "spark" not in self._stores:
            self._stores["spark"] = self._open.enter_context(open_spark(self.engagement.calendar.timezone, self.folder))
        store: Any = self._stores["spark"]
        files = self.files[source]
        paths = [each.path for each in files]
        if files[0].kind != "parquet":
            # One reader for what people type: Spark takes over what it made of it.
            made = f"source_{len(self._facts)}"
            with self.duckdb.told(f"reading source {source!r}"):
                load_source(self, made, source, files)
                paths = [self.duckdb.as_parquet(made)]
        # Where a correction names one of several files, each row says which it is from.
        corrected = any(each.source == source for each in self.engagement.corrections)
        number = FILE if corrected and len(paths) > 1 else ""
        table = store.table(paths, f"source {source!r} ({files[0].name})", number)
        if files[0].kind == "parquet":
            refuse_stated_units(self.engagement, source, table.columns, files[0].name)
        return store, tuple(each.name for each in files), table


@contextmanager
def open_engine(engagement: Engagement, *, threads: int | None = None) -> Iterator[Engine]:
    """Engine that reads an engagement's declared files and tables and nothing else 「打开引擎」.

    Parameters
    ----------
    engagement : Engagement
        Whose sources it reads.
    threads : int, optional
        Threads to compute with, at least 1; else ``PERFLOOP_THREADS``, else as many as the machine has.

    Yields
    ------
    Engine
        Its temporary folder is removed at the end, its connections are closed.

    Raises
    ------
    InputError
        When a declared file is missing, lies outside the data folder, or ``threads`` is no number from 1 on.

    Notes
    -----
    First the files are known, then access to anything else is switched off, then the configuration is locked: neither
    an expression nor a later mistake can read another client's file or change a setting. PostgreSQL and Spark are
    opened when a source on them is asked for.
    """
    count = threads_wanted(threads)
    sources = engagement.settings.sources
    files = {
        name: () if source.engine == "postgres" else source_files(engagement, name) for name, source in sources.items()
    }
    paths = [each.path for group in files.values() for each in group]
    with open_duckdb(engagement.calendar.timezone, paths, count) as duckdb, ExitStack() as stack:
        yield Engine(engagement, duckdb, files, _open=stack)
