"""The client's table, read by the same engine that will read it in a run 「读取数据表」."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.model.engagement import Engagement, Settings
from diagnostics.model.entity import Entities, Entity
from diagnostics.model.source import Source

if TYPE_CHECKING:
    import pandas as pd

_ENCODINGS = ("utf-8-sig", "gb18030")


def read_table(source: Path) -> tuple[pd.DataFrame, str | None]:
    """Facts of a table, and its encoding where that is not UTF-8 「读取数据表」.

    Raises
    ------
    InputError
        When the file is absent, of another kind, empty, or can't be read.
    """
    from diagnostics.data.engine import open_engine
    from diagnostics.dictionary.source_files import KINDS

    if not source.is_file():
        raise InputError(f"There is no file {str(source)!r}.")
    if source.suffix.lower() not in KINDS:
        kinds = ", ".join(sorted(KINDS))
        raise InputError(f"{source.name} ends in {source.suffix!r}; --from takes {kinds}.")
    encoding = _encoding(source) if KINDS[source.suffix.lower()] == "csv" else None
    settings = Settings(
        id="proposal",
        client="proposal",
        data_folder=str(source.resolve().parent),
        sources={"facts": Source(file=source.name, encoding=encoding)},
    )
    with open_engine(_bare(settings, source)) as engine:
        return engine.frame(engine.facts("facts").table, f"reading {source.name}"), encoding


def _bare(settings: Settings, source: Path) -> Engagement:
    """Engagement of one file and nothing else: just enough for the engine to lock itself on."""
    return Engagement(
        folder=source.resolve().parent,
        settings=settings,
        kpis={},
        scorecards=(),
        entities=Entities((Entity(id="company", level="company"),)),
        seeds=(),
        places={},
    )


def _encoding(source: Path) -> str | None:
    raw = source.read_bytes()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for name in _ENCODINGS:
        try:
            raw.decode(name)
        except UnicodeDecodeError:
            continue
        return None if name == "utf-8-sig" else name
    raise InputError(f"{source.name} is neither UTF-8 nor GB18030; save it as UTF-8.")
