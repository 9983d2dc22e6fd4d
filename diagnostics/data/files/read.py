"""A source's files become facts in the engine 「读取数据源」."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from diagnostics.data.files.csv_file import open_csv
from diagnostics.data.files.csv_shape import sql_text
from diagnostics.data.files.header import check_header, check_same_header
from diagnostics.data.files.parquet_places import find_in_parquet
from diagnostics.data.files.plain_totals import refuse_totals
from diagnostics.data.files.reencode import Utf8, as_utf8
from diagnostics.data.files.sheets import load_sheets, needs_grid
from diagnostics.data.files.source_files import SourceFile
from diagnostics.data.files.tidied import tidied
from diagnostics.data.files.unchanged import unchanged
from diagnostics.data.layout.columns import FILE, convert, doubtful
from diagnostics.data.layout.converted import Loaded
from diagnostics.data.versions.overlay import overlaid_texts
from diagnostics.dictionary.used_columns import column_roles
from diagnostics.errors import InputError
from diagnostics.model.conversion import Conversion, Example
from diagnostics.model.engagement import Engagement
from diagnostics.model.target import TIERS, SourceTable

if TYPE_CHECKING:
    from diagnostics.data.engine import Engine

# Column of our own for the path of a row's file, while a view is made.
_PATH = "perfloop_path"


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
    with unchanged(files):
        _load(engine, table, source, files)
    if not engine.raw.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone():  # noqa: S608 (our own name)
        raise InputError(f"Source {source!r} ({files[0].name}) has a header but no fact.")
    refuse_totals(engine, table, source, files[0].name)


def _load(engine: Engine, table: str, source: str, files: tuple[SourceFile, ...]) -> None:
    texts = naming_columns(engine.engagement, source)
    kind = files[0].kind
    if kind == "csv":
        _load_csv(engine, table, source, files, texts)
    elif kind == "parquet":
        with _of_parquet(files):
            _view_parquet(engine, f"{table}_raw", source, files)
            find = partial(find_in_parquet, engine.raw, files)
            loaded = Loaded(f"{table}_raw", source, [each.name for each in files], find, texts)
            convert(engine, loaded, table, lazily=True)
    else:
        load_sheets(engine, table, source, [(each, each.path) for each in files], texts)


def naming_columns(engagement: Engagement, source: str) -> frozenset[str]:
    """Columns of a source that name entities, people, dimensions or periods: they stay text 「名称列」."""
    declared = engagement.settings.sources[source]
    names = {declared.entity, declared.person}
    for kpi in engagement.kpis.values():
        for counted in (kpi.counted(since) for since in ("", *(each.since for each in kpi.versions))):
            if counted.source == source:
                names |= {counted.entity, *counted.dimensions}
        names |= {each.entity for each in kpi.readings if each.source == source}
    for card in engagement.scorecards:
        for item in card.items:
            for tier in (getattr(item.targets, name, None) for name in TIERS):
                if isinstance(tier, SourceTable) and tier.source == source:
                    names |= {tier.entity, tier.period}
    return frozenset(each for each in names if each)


def _load_csv(engine: Engine, table: str, source: str, files: tuple[SourceFile, ...], texts: frozenset[str]) -> None:
    declared = engine.engagement.settings.sources[source]
    decoded = [as_utf8(each, declared.encoding, engine.folder / "utf8") for each in files]
    engine.conversions.extend(_encoding(source, each) for each in decoded if each.encoding)
    copies = [(each.file, each.path) for each in decoded]
    if needs_grid(declared.layout):
        load_sheets(engine, table, source, copies, texts)
        return
    copies = overlaid_texts(engine, source, copies)
    opened = open_csv(engine.raw, copies, source, texts)
    roles = column_roles(engine.engagement, source, tuple(opened.types))
    decimal = declared.layout.decimal if declared.layout else None
    may_differ = decimal == "," or (decimal is None and opened.is_parted)
    opened = opened.with_texts(roles.days - texts, roles.numbers - texts if may_differ else ())
    plain = not doubtful(engine, source, opened.types, texts)
    made = table if plain else f"{table}_raw"
    opened.load(engine.raw, made, numbered=FILE if len(files) > 1 and not plain else "")
    engine.conversions.extend(tidied(engine, made, source, opened))
    if not plain:
        names = [each.name for each in files]
        convert(engine, Loaded(made, source, names, opened.find, texts, True, opened.is_parted), table)


def _encoding(source: str, decoded: Utf8) -> Conversion:
    read = (Example("", decoded.encoding, "utf-8"),)
    return Conversion(source, decoded.file.name, "", "", "encoding", 1, read)


@contextmanager
def _of_parquet(files: tuple[SourceFile, ...]) -> Iterator[None]:
    """Errors of the engine about Parquet files that are none, or broken ones."""
    import duckdb

    try:
        yield
    except (duckdb.OutOfMemoryException, duckdb.InterruptException, duckdb.BinderException):
        # What a query of ours names wrongly says nothing about the client's files.
        raise
    except duckdb.Error as error:
        shown = ", ".join(each.name for each in files[:3])
        raise InputError(f"{shown} can't be read as Parquet.") from error


def _view_parquet(engine: Engine, table: str, source: str, files: tuple[SourceFile, ...]) -> None:
    paths = ", ".join(sql_text(str(each.path)) for each in files)
    headers = []
    for each in files:
        query = f"SELECT * FROM read_parquet({sql_text(str(each.path))}) LIMIT 0"  # noqa: S608 (quoted)
        headers.append((each.name, [column[0] for column in engine.raw.execute(query).description]))
        check_header(headers[-1][1], each.name)
    check_same_header(headers, source)
    read = f"SELECT * FROM read_parquet([{paths}], union_by_name=true)"  # noqa: S608 (quoted)
    if len(files) > 1:
        # The file of each row: doubtful cells are told by file, and a correction holds for one file alone.
        read = f"""SELECT * EXCLUDE ({_PATH}), list_position([{paths}], {_PATH}) - 1 AS {FILE}
            FROM read_parquet([{paths}], union_by_name=true, filename='{_PATH}')"""  # noqa: S608 (quoted)
    engine.raw.execute(f'CREATE TEMP VIEW "{table}" AS {read}')
