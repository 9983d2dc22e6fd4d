"""Where a client's facts come from 「数据源」."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from diagnostics.model.base import ColumnName, Noun
from diagnostics.model.layout import Layout
from diagnostics.model.text import Text, Words

EngineName = Literal["duckdb", "postgres", "spark"]


class Source(Noun):
    """Files of one kind, or a table of a database, with the client's facts 「数据源」.

    Parameters
    ----------
    file : str or list of str, optional
        Name below the data folder; ``*`` matches several. Needed unless the source is a database table.
    sheet : str, optional
        Sheet of a workbook (the first where absent).
    layout : Layout, optional
        How a sheet made for eyes is to be read; a plain table where absent.
    encoding : str, optional
        Encoding of a CSV file; UTF-8 where absent.
    time : str, optional
        Column or expression that gives the day of a fact.
    entity : str, optional
        Column that names the entity.
    person : str, optional
        Column that identifies people: figures behind few of them are suppressed.
    owner : str
        Who answers for the source.
    department : Text
        Department that keeps it.
    engine : {"duckdb", "postgres", "spark"}
        Where its figures are computed: DuckDB over files, a PostgreSQL server, Spark over files.
    url_env : str, optional
        Name of the environment variable that holds the URL of the PostgreSQL database: never the URL itself.
    table : str, optional
        Table or view of the database, ``schema.name`` or ``name``.
    manual : bool or str
        Whether its figures are typed in by hand; or a condition over its columns that says which are.
    """

    file: str | tuple[str, ...] | None = None
    sheet: str | None = None
    layout: Layout | None = None
    encoding: str | None = None
    time: ColumnName | None = None
    entity: ColumnName | None = None
    person: ColumnName | None = None
    owner: str = ""
    department: Words = Text()
    engine: EngineName = "duckdb"
    url_env: str | None = Field(default=None, pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,127}$")
    table: str | None = None
    manual: bool | str = False

    @model_validator(mode="after")
    def _from_somewhere(self) -> Source:
        if self.engine == "postgres":
            if not self.url_env or not self.table or self.file is not None:
                raise ValueError("a source on postgres names 'url_env' and 'table', and no 'file'")
        elif self.file is None or self.url_env is not None or self.table is not None:
            raise ValueError(f"a source on {self.engine} names a 'file', and neither 'url_env' nor 'table'")
        return self

    @property
    def patterns(self) -> tuple[str, ...]:
        """Names of its files, as declared 「文件名」."""
        return () if self.file is None else (self.file,) if isinstance(self.file, str) else self.file
