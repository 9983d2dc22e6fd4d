"""Where the figures of a page come from: results/trace.json, written before the last step 「数字来源」."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.data.handoff import SCHEMAS, read_records, read_table, write_records
from diagnostics.data.versions.index import INDEX, read_history
from diagnostics.dictionary.source_files import matching
from diagnostics.model.engagement import Engagement
from diagnostics.run.manifest import hash_file

if TYPE_CHECKING:
    from diagnostics.model.kpi import Kpi

NAME = "trace"
# Hand-offs without which there is nothing to trace.
_NEEDED = ("gaps", "diagnosis", "observations")
# References that are figures of the same KPI and entity at another time.
_EARLIER = ("previous", "year_ago")
_PARTS = ("value", "numerator", "denominator")


def trace_inputs(engagement: Engagement) -> dict[str, str]:
    """What the record of sources depends on beside the steps: the index of data versions 「数字来源的输入」."""
    path = engagement.data_folder / INDEX
    return {"data versions": hash_file(path)} if path.is_file() else {}


def write_trace(engagement: Engagement, staging: Path) -> None:
    """Write where the figures of the page come from; nothing where a step left no results 「写数字来源」."""
    if not all((staging / SCHEMAS[each][0]).is_file() for each in _NEEDED):
        return
    figures = list(_figures(staging))
    kpis = {key: _kpi(engagement, key) for key in sorted({each["kpi"] for each in figures})}
    named = sorted({source for each in kpis.values() for source in each["sources"]})
    sources = {name: _source(engagement, name) for name in named}
    write_records(staging, NAME, {"figures": figures, "kpis": kpis, "sources": sources})


def _figures(staging: Path) -> Iterator[dict[str, Any]]:
    """Figures of the focal entities with the parts they are divided from, where no person stands behind them."""
    gaps, diagnosis = read_table(staging, "gaps"), read_records(staging, "diagnosis")
    focal = set(diagnosis.get("focal_entities") or [diagnosis["focus"]["entity"]])
    observed = read_table(staging, "observations")
    known: dict[tuple[str, str, str], Mapping[Any, Any]] = {}
    for each in observed[observed["entity"].isin(focal)].to_dict("records"):
        known.setdefault((each["kpi"], each["entity"], each["period"]), each)
    for number, row in enumerate(gaps.to_dict("records")):
        if row["entity"] not in focal or row.get("suppressed") or _there(row.get("people")):
            continue
        periods = [row["period"]]
        if row["comparison"] in _EARLIER and isinstance(row.get("reference_period"), str):
            periods.append(row["reference_period"])
        for period in periods:
            key = (str(row["kpi"]), str(row["entity"]), str(period))
            # Each figure once, with the row of the first gap that tells it.
            if found := known.pop(key, None):
                yield from _figure(key, found, number)


def _figure(key: tuple[str, str, str], found: Mapping[Any, Any], number: int) -> Iterator[dict[str, Any]]:
    if _there(found["people"]) or not _there(found["value"]):
        return
    kpi, entity, period = key
    parts = {name: float(found[name]) if _there(found[name]) else None for name in _PARTS}
    yield {
        "kpi": kpi, "entity": entity, "period": period, **parts, "n": int(found["n"]), "basis": str(found["basis"]),
        "file": SCHEMAS["gaps"][0], "row": number,
    }  # fmt: skip


def _there(value: object) -> bool:
    return value is not None and value == value  # noqa: PLR0124 (NaN)


def _kpi(engagement: Engagement, key: str) -> dict[str, Any]:
    """Sources and columns that a KPI is counted from, those of a formula by the KPIs it names."""
    from diagnostics.data.observe.formulas import needed

    measured, _ = needed(engagement, [key])
    leaves: dict[str, Kpi] = {meaning.kpi.id: meaning.kpi for meaning, _ in measured}
    return {
        "leaves": sorted(leaves),
        "sources": sorted({each.source for each in leaves.values()}),
        "columns": sorted({name for each in leaves.values() for name in _columns(each)}),
        "where": sorted({each.where for each in leaves.values() if each.where}),
    }


def _columns(kpi: Kpi) -> tuple[str, ...]:
    from diagnostics.dictionary.expression import parse_filter, parse_measure

    named = parse_measure(kpi.measure or "", place=f"KPI {kpi.id!r}").columns
    return (*named, *(parse_filter(kpi.where, place=f"KPI {kpi.id!r}").columns if kpi.where else ()))


def _source(engagement: Engagement, name: str) -> Mapping[str, Any]:
    """Files of a source by their names, sheet or table, and when its newest version came."""
    source, root = engagement.settings.sources[name], engagement.data_folder
    paths = sorted({path for each in source.patterns for path in matching(root, each)})
    files = [path.relative_to(root).as_posix() for path in paths]
    history = read_history(root)
    versions = [each for each in (history.in_force(file) for file in files) if each is not None]
    newest = max(versions, key=lambda each: each.added, default=None)
    return {
        "files": files,
        "sheet": source.sheet or "",
        "table": source.table or "",
        "owner": source.owner,
        "changed": newest.added.isoformat() if newest else "",
        "version": newest.n if newest else None,
    }
