"""Facts in Parquet files, computed by Spark: for data beyond one machine 「Spark 引擎」."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from diagnostics.data.engine.spark_session import spark_session
from diagnostics.data.engine.store import first_line, interrupted_in_time, too_long
from diagnostics.errors import InputError, SurroundingsError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


@dataclass(eq=False)
class SparkStore:
    """Spark through Ibis 「Spark 引擎」.

    Parameters
    ----------
    backend : ibis backend
        Where expressions run.
    session : SparkSession
        Session under it.
    """

    backend: Any
    session: Any
    _tables: int = 0

    def table(self, paths: Sequence[Path], about: str, number: str = "") -> Any:
        """Ibis table of Parquet files 「取 Parquet 表」.

        Parameters
        ----------
        paths : sequence of Path
            The files.
        about : str
            What they are, for errors.
        number : str
            Column to add that tells from which of the files a row is, by its number; none where empty.

        Raises
        ------
        InputError
            When they can't be read as Parquet, or hold no fact.
        """
        self._tables += 1
        name = f"source_{self._tables}"
        with self.told(f"reading {about}"):
            # Spark takes names for patterns; one name a file, so that none matches more.
            frame = self.session.read.parquet(*(_literal(each) for each in paths))
            if not frame.take(1):
                raise InputError(f"{about[0].upper()}{about[1:]} has a header but no fact.")
            if number:
                frame = _numbered(frame, paths, number)
            frame.createOrReplaceTempView(name)
            return self.backend.table(name)

    def upload(self, content: pa.Table) -> Any:
        """Ibis table of a small table of our own 「上传小表」."""
        import ibis

        return ibis.memtable(content)

    def frame(self, expression: Any, about: str = "") -> pd.DataFrame:
        """Result of an expression 「执行」."""
        with self.told(about or "computing"):
            found: pd.DataFrame = self.backend.to_pyarrow(expression).to_pandas()
            return found

    @contextmanager
    def told(self, about: str) -> Iterator[None]:
        """Work within the time a query may take, its errors in our family 「限时与报错」."""
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        with interrupted_in_time(self.session.sparkContext.cancelAllJobs) as over, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                yield
            except (PySparkException, Py4JError) as error:
                if over:
                    raise too_long(about) from error
                raise _ours(error, about) from error


def _ours(error: Exception, about: str) -> InputError | SurroundingsError:
    """Error in our family: class 22 of SQL's states are the values', the rest is the surroundings'."""
    state = getattr(error, "getSqlState", lambda: None)() or ""
    said = first_line(error)
    if state.startswith("22") or any(each in str(error) for each in _VALUES):
        limit = " (a sum holds values up to 10**26)" if "NUMERIC_VALUE_OUT_OF_RANGE" in str(error) else ""
        return InputError(f"A value can't be computed with while {about}{limit}: {said}")
    if any(each in str(error) for each in _FILES):
        return InputError(f"A file can't be read as Parquet while {about}: {said}")
    return SurroundingsError(f"Spark failed while {about}: {said}")


_VALUES = ("NUMERIC_VALUE_OUT_OF_RANGE", "CAST_INVALID_INPUT", "ARITHMETIC_OVERFLOW", "DATETIME_FIELD_OUT_OF_BOUNDS")
_FILES = ("FAILED_READ_FILE", "CANNOT_READ_FILE_FOOTER", "is not a Parquet file", "CANNOT_MERGE_SCHEMAS")


def _literal(path: Path) -> str:
    """Path as Spark takes it: signs of its patterns stand for themselves."""
    return "file:" + "".join(f"\\{each}" if each in "{}[]*?\\" else each for each in str(path))


def _numbered(frame: Any, paths: Sequence[Path], name: str) -> Any:
    """Rows of files with the number of their file beside them."""
    from pyspark.sql.functions import col, create_map, lit

    numbers = {path.resolve(): at for at, path in enumerate(paths)}
    place = col("_metadata.file_path")
    # Spark names files by URIs in a form of its own: it is asked for those it has read.
    told = [str(row[0]) for row in frame.select(place).distinct().collect()]
    known = [(each, numbers[Path(unquote(urlsplit(each).path)).resolve()]) for each in told]
    found = create_map(*(lit(part) for pair in known for part in pair))
    return frame.withColumn(name, found[place])


@contextmanager
def open_spark(timezone: str, folder: Path) -> Iterator[SparkStore]:
    """Spark by ``PERFLOOP_SPARK_MASTER``, on this machine where that is not set 「打开 Spark」.

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
    with spark_session(timezone, folder) as session:
        from diagnostics.data.engine.spark_compiler import SparkBackend

        backend = SparkBackend()
        backend.register_options()
        backend.do_connect(session, **{"spark.sql.session.timeZone": timezone})
        yield SparkStore(backend, session)
