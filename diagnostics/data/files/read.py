"""A source's files become facts in the engine 「读取数据源」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.data.files.csv_file import load_csv, sql_text
from diagnostics.data.files.header import check_header, check_same_header
from diagnostics.data.files.reencode import as_utf8
from diagnostics.data.files.source_files import SourceFile
from diagnostics.data.files.workbook import read_sheet
from diagnostics.errors import InputError
from diagnostics.model.engagement import Engagement
from diagnostics.model.target import TIERS, SourceTable

if TYPE_CHECKING:
    from diagnostics.data.engine import Engine


def load_source(engine: Engine, table: str, source: str, files: tuple[SourceFile, ...]) -> None:
    """Load the files of a source into a table of the engine 「载入数据源」.

    Parameters
    ----------
    engine : Engine
        Locked on the declared files.
    table : str
        Name of the table that is made.
    source : str
        Name of the source in engagement.yaml.
    files : tuple of SourceFile
        Its files, all of one kind.

    Raises
    ------
    InputError
        When a file can't be read as what it claims to be, or holds no fact.
    """
    declared = engine.engagement.settings.sources[source]
    texts = naming_columns(engine.engagement, source)
    kind = files[0].kind
    if kind == "csv":
        folder = engine.folder / "utf8"
        copies = [(each, as_utf8(each, declared.encoding, folder)) for each in files]
        load_csv(engine.raw, table, copies, source, texts)
    elif kind == "parquet":
        _view_parquet(engine, table, files)
    else:
        _load_workbooks(engine, table, source, files, texts)
    if not engine.raw.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone():  # noqa: S608 (our own name)
        raise InputError(f"Source {source!r} ({files[0].name}) has a header but no fact.")


def naming_columns(engagement: Engagement, source: str) -> frozenset[str]:
    """Columns of a source that name entities, people, dimensions or periods: they stay text 「名称列」."""
    declared = engagement.settings.sources[source]
    names = {declared.entity, declared.person}
    for kpi in engagement.kpis.values():
        if kpi.source == source:
            names |= {kpi.entity, *kpi.dimensions}
        names |= {each.entity for each in kpi.readings if each.source == source}
    for card in engagement.scorecards:
        for item in card.items:
            for tier in (getattr(item.targets, name, None) for name in TIERS):
                if isinstance(tier, SourceTable) and tier.source == source:
                    names |= {tier.entity, tier.period}
    return frozenset(each for each in names if each)


def _view_parquet(engine: Engine, table: str, files: tuple[SourceFile, ...]) -> None:
    import duckdb

    paths = ", ".join(sql_text(str(each.path)) for each in files)
    try:
        for each in files:
            query = f"SELECT * FROM read_parquet({sql_text(str(each.path))}) LIMIT 0"  # noqa: S608 (quoted)
            check_header([column[0] for column in engine.raw.execute(query).description], each.name)
        engine.raw.execute(
            f'CREATE TEMP VIEW "{table}" AS SELECT * FROM read_parquet([{paths}], union_by_name=true)'  # noqa: S608
        )
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        shown = ", ".join(each.name for each in files[:3])
        raise InputError(f"{shown} can't be read as Parquet.") from error


def _load_workbooks(
    engine: Engine, table: str, source: str, files: tuple[SourceFile, ...], texts: frozenset[str]
) -> None:
    import pyarrow as pa

    sheet = engine.engagement.settings.sources[source].sheet
    sheets = [read_sheet(each, sheet, texts) for each in files]
    check_same_header([(file.name, each.column_names) for file, each in zip(files, sheets, strict=True)], source)
    try:
        joined = pa.concat_tables(sheets, promote_options="permissive")
    except pa.ArrowException as error:
        raise InputError(f"Source {source!r}: its workbooks hold one column in several kinds: {error}.") from error
    engine.raw.register(f"{table}_cells", joined)
    engine.raw.execute(f'CREATE TEMP TABLE "{table}" AS SELECT * FROM "{table}_cells"')  # noqa: S608 (our own name)
    engine.raw.unregister(f"{table}_cells")
