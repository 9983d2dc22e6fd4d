"""Whether the sources can read a file before it is taken in 「入库前试读」."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.data.versions.naming import kind_of
from diagnostics.data.versions.rehearsed import rehearse
from diagnostics.dictionary.csv_head import Refused, read_text
from diagnostics.dictionary.source_files import matching
from diagnostics.dictionary.used_columns import used_columns
from diagnostics.errors import InputError, unknown
from diagnostics.model.engagement import Engagement

if TYPE_CHECKING:
    from diagnostics.data.versions.shrinking import Held


def readers(engagement: Engagement, name: str, folder: Path | None = None) -> tuple[str, ...]:
    """Sources that read a file of this name 「读取该文件的数据源」.

    Parameters
    ----------
    folder : Path, optional
        Folder in which the file stands under its name; the data folder, where absent.
    """
    root = folder or engagement.data_folder
    return tuple(
        source
        for source, declared in engagement.settings.sources.items()
        if any(root / name in matching(root, each) for each in declared.patterns)
    )


def check_readable(
    engagement: Engagement, room: Path, name: str, warnings: list[str] | None = None, reason: str = ""
) -> int | None:
    """Facts in a staged file, read as every source that names it will 「试读」.

    Parameters
    ----------
    room : Path
        Folder in which the file stands under its name.
    warnings : list of str, optional
        Where it is told what a run will refuse until another file is mended: names that no entity bears yet; and what
        the file lacks that the version in force holds.
    reason : str
        Why the file comes; without one, less than before is refused.

    Returns
    -------
    int or None
        Facts, where one source reads this file alone.

    Raises
    ------
    InputError
        When a source can't read it, it lacks a column that something names, or a run would refuse what it holds: rows
        of totals, facts without a day; when it holds less than before, its figures in another unit or its facts twice,
        and nobody says why; where no source reads it, when it is not what its ending says.
    """
    from diagnostics.data.engine.child import in_child

    sources = readers(engagement, name, room)
    if not sources:
        _check_kind(room / name, name)
        return None
    _link_others(engagement, room, sources)
    chosen = {each: engagement.settings.sources[each] for each in sources}
    settings = engagement.settings.model_copy(update={"data_folder": str(room), "sources": chosen})
    # What corrections.yaml says of the version before may not fit the new one: a run says so, and the file is taken in.
    new = replace(engagement, settings=settings, corrections=())
    now = settings.model_copy(update={"data_folder": str(engagement.data_folder)})
    old = replace(new, settings=now) if (engagement.data_folder / name).is_file() else None
    found, told, lost = in_child(_read, new, old)
    if lost and not reason:
        raise InputError(
            f"{name} holds {_compared(lost)} the version in force, so nothing was added: {'; '.join(lost)}. Where that"
            " is right, say why: --reason TEXT."
        )
    if warnings is not None:
        warnings += (*lost, *told)
    alone = [found[each] for each in sources if len(_names(room, chosen[each].patterns)) == 1]
    return alone[0] if alone else None


def _compared(lost: tuple[str, ...]) -> str:
    return "less than" if any(" shrinks: " in each for each in lost) else "other figures than"


def _read(engagement: Engagement, old: Engagement | None) -> tuple[dict[str, int], tuple[str, ...], tuple[str, ...]]:
    """Facts by source, warnings, and what is lost; every column that something names must be there."""
    from diagnostics.data.engine import open_engine
    from diagnostics.data.versions.shrinking import held, losses

    with open_engine(engagement) as engine:
        for source in engagement.settings.sources:
            facts = engine.facts(source)
            for use in used_columns(engagement, source, facts.columns):
                if use.column not in facts.columns:
                    raise unknown(f"column of {facts.place}", use.column, facts.columns, f"{use.about!r}")
        told = rehearse(engine)
        now = {source: held(engine, source) for source in engagement.settings.sources}
    before = {} if old is None else _held_before(old)
    return {source: each.rows for source, each in now.items()}, told, tuple(losses(engagement, before, now))


def _held_before(engagement: Engagement) -> dict[str, Held]:
    """What the sources hold now; nothing where they can't be read: then nobody can tell what is lost."""
    from diagnostics.data.engine import open_engine
    from diagnostics.data.versions.shrinking import held

    try:
        with open_engine(engagement) as engine:
            return {source: held(engine, source) for source in engagement.settings.sources}
    except InputError:
        return {}


def _link_others(engagement: Engagement, room: Path, sources: tuple[str, ...]) -> None:
    """Put the sources' other files beside the staged one: a source's files must fit each other."""
    root = engagement.data_folder
    for source in sources:
        for name in _names(root, engagement.settings.sources[source].patterns):
            place = room / name
            if not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                _link((root / name).resolve(), place)


def _link(path: Path, place: Path) -> None:
    try:
        os.link(path, place)
    except OSError:
        # Another disk, or one without links.
        shutil.copyfile(path, place)


def _names(folder: Path, patterns: tuple[str, ...]) -> list[str]:
    return sorted({path.relative_to(folder).as_posix() for each in patterns for path in matching(folder, each)})


def _check_kind(path: Path, name: str) -> None:
    """Refuse a file that no source reads and that is not what its ending says."""
    kind = kind_of(name)
    if kind == "csv":
        text = read_text(path, None)
        if isinstance(text, Refused) and text.kind != "fits":
            raise InputError(f"{name} is no text that can be read as CSV.")
    elif kind == "parquet":
        _check_parquet(path, name)
    else:
        from python_calamine import CalamineError, CalamineWorkbook

        from diagnostics.data.files.archive import check_archive
        from diagnostics.data.files.source_files import SourceFile

        if kind == "xlsx":
            check_archive(SourceFile(path, name, kind))
        try:
            CalamineWorkbook.from_path(str(path))
        except (CalamineError, OSError, ValueError) as error:
            raise InputError(f"{name} can't be read as a workbook: {error}.") from error


def _check_parquet(path: Path, name: str) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        pq.read_metadata(path)
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"{name} can't be read as Parquet.") from error
