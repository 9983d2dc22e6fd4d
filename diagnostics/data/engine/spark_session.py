"""A quiet Spark session of our own 「Spark 会话」."""

from __future__ import annotations

import os
import signal
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from diagnostics.data.engine.store import first_line
from diagnostics.errors import SurroundingsError

MASTER, MEMORY = ("PERFLOOP_SPARK_MASTER", "local[*]"), ("PERFLOOP_SPARK_MEMORY", "2g")


@contextmanager
def spark_session(timezone: str, folder: Path) -> Iterator[Any]:
    """Spark session with the client's time zone, which writes into its own folder alone 「打开 Spark 会话」.

    Parameters
    ----------
    timezone : str
        Time zone of the client's calendar.
    folder : Path
        Where it may spill.

    Raises
    ------
    SurroundingsError
        When pyspark or Java is not there, or the master can't be reached.
    """
    with warnings.catch_warnings(), _handler_kept():
        # pyspark says of every pandas from 3 on that it knows it not fully; frames come to us as Arrow.
        warnings.simplefilter("ignore")
        session = _opened(timezone, folder)
        try:
            yield session
        finally:
            session.stop()


def _opened(timezone: str, folder: Path) -> Any:
    try:
        from pyspark import SparkContext
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        told = "A source on spark needs pyspark, which is not installed: pip install 'perfloop[spark]'."
        raise SurroundingsError(told) from None
    builder = SparkSession.builder
    for key, value in _settings(timezone, folder).items():
        builder = builder.config(key, value)
    try:
        with _silent(folder) if SparkContext._gateway is None else _as_is():  # noqa: SLF001 (None before Java runs)
            return builder.getOrCreate()
    except PySparkException as error:
        why = "Java does not start; it needs Java 17 or newer" if "JAVA_GATEWAY" in str(error) else first_line(error)
        raise SurroundingsError(f"Spark can't be started ({MASTER[0]} == {_master()!r}): {why}.") from error
    except Exception as error:
        raise SurroundingsError(
            f"Spark can't be started ({MASTER[0]} == {_master()!r}): {first_line(error)}"
        ) from error


def _master() -> str:
    return os.environ.get(MASTER[0]) or MASTER[1]


def _settings(timezone: str, folder: Path) -> dict[str, str]:
    local = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    cores = str(max(2, os.cpu_count() or 2))
    return {
        **(local | {"spark.sql.shuffle.partitions": cores} if _master().startswith("local") else {}),
        "spark.master": _master(),
        "spark.app.name": "perfloop",
        "spark.driver.memory": os.environ.get(MEMORY[0]) or MEMORY[1],
        "spark.local.dir": str(folder / "spark"),
        "spark.log.level": "OFF",
        "spark.sql.catalogImplementation": "in-memory",
        # What can't be computed is an error, as on the other engines, never missing.
        "spark.sql.ansi.enabled": "true",
        "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
        "spark.sql.parquet.int96RebaseModeInRead": "CORRECTED",
        "spark.sql.parquet.mergeSchema": "true",
        "spark.sql.session.timeZone": timezone,
        "spark.sql.warehouse.dir": str(folder / "spark"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }


@contextmanager
def _silent(folder: Path) -> Iterator[None]:
    """Standard error into a file while Java starts: it keeps what it is given, and tells much that nobody asked for."""
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with (folder / "spark.log").open("ab") as log:
            os.dup2(log.fileno(), 2)
            yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


@contextmanager
def _as_is() -> Iterator[None]:
    yield


@contextmanager
def _handler_kept() -> Iterator[None]:
    """Spark takes Ctrl-C for itself; afterwards it is again whose it was."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
