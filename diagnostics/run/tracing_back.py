"""From a sentence to its figure, from a figure to its rows, and back again 「追溯核验」."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.data.handoff import SCHEMAS, read_records
from diagnostics.errors import InputError, nearest, unknown

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.engagement import Engagement

# Rows that are told one by one.
SHOWN = 5
# Room for the last digits of a sum that an engine added in another order.
_SAME = 1e-9
Figure = dict[str, Any]


def sentence_lines(run: Path, sentence: str = "") -> list[str]:
    """Figures of the page's sentences, a line each: as told, as stored, and where 「句中数字清单」.

    Parameters
    ----------
    run : Path
        Folder of a finished run.
    sentence : str
        Words of a sentence of title, lead or verdicts; all where empty.

    Raises
    ------
    InputError
        When no sentence holds these words.
    """
    record = read_records(run, "retrospective")
    figures = record.get("figures") or []
    if sentence:
        places = {f"lead[{at}]" for at, each in enumerate(record["lead"]) if sentence in each}
        places |= {f"verdicts[{each['id']}].text" for each in record["measures"] if sentence in each["text"]}
        if not places:
            near = nearest(sentence, record["lead"])
            hint = f" The nearest is {near!r}." if near else ""
            raise InputError(
                f"--sentence == {sentence!r:.80}: no sentence of the page's lead or verdicts has it.{hint}"
            )
        figures = [each for each in figures if each["in"] in places]
    return [_told(each) for each in figures]


def _told(each: Figure) -> str:
    ref = each["ref"]
    if not ref:
        return f"{each['in']}: {each['text']}: nothing stored is told so"
    whose = " ".join(ref[name] for name in ("kpi", "entity", "period") if name in ref)
    place = f"{ref['file']} {ref['path']}"
    return f"{each['in']}: {each['text']} = {each['value']!r} in {place}" + (f" ({whose})" if whose else "")


def figure_lines(folder: str, run: str, kpi: str, entity: str, period: str) -> list[str]:
    """A figure's rows and the proof that they give it, as lines 「追溯到明细并核验」.

    Parameters
    ----------
    folder, run : str
        The engagement, and a finished run of it.
    kpi, entity, period : str
        Whose figure, and when.

    Raises
    ------
    InputError
        When a name is unknown, the run has no such figure, people stand behind it, or the data can't be read.
    """
    from diagnostics.dictionary.load import load_engagement

    engagement = load_engagement(Path(folder))
    record = read_records(Path(run), "trace")
    figure = _figure(record, engagement, (kpi, entity, period))
    rows, many = _rows(engagement, figure)
    told = [f"{kpi} {entity} {period}: {figure['value']!r} ({SCHEMAS['trace'][0]})"]
    for name in record["kpis"][kpi]["sources"]:
        source = record["sources"][name]
        place = f"table {source['table']}" if source["table"] else ", ".join(source["files"])
        told.append(f"source {name}: {place}" + (f", sheet {source['sheet']}" if source["sheet"] else ""))
    told += _counted(engagement, figure, many)
    told += _first_rows(engagement, rows)
    return [*told, _proof(engagement, figure)]


def _figure(record: dict[str, Any], engagement: Engagement, key: tuple[str, str, str]) -> Figure:
    kpi, entity, period = key
    engagement.kpi(kpi)
    known = engagement.entities[entity]
    if getattr(known, "person", False):
        raise InputError(f"{entity!r} is a person; figures of people are not traced to their rows.")
    figures: list[Figure] = record["figures"]
    found = next((each for each in figures if (each["kpi"], each["entity"], each["period"]) == key), None)
    if found is None:
        here = [each["period"] for each in figures if (each["kpi"], each["entity"]) == (kpi, entity)]
        if here:
            raise unknown("period", period, here, f"the run's figures of {kpi!r} at {entity!r} (--of)")
        raise InputError(
            f"The run tells no figure of KPI {kpi!r} at {entity!r} that may be traced: it is not on the page, or people"
            " stand behind it."
        )
    return found


def _rows(engagement: Engagement, figure: Figure) -> tuple[pd.DataFrame, int]:
    from diagnostics.data.observe.trace import fact_rows

    rows = fact_rows(engagement, figure["kpi"], figure["entity"], figure["period"])
    return rows, int(rows.attrs["facts"])


def _counted(engagement: Engagement, figure: Figure, many: int) -> Iterator[str]:
    kpi = engagement.kpi(figure["kpi"])
    how = kpi.measure or kpi.formula or ""
    yield f"counted as {how}" + (f", where {kpi.where}" if kpi.where else "")
    # A formula's figure tells the cells it was made from; its rows are those of the KPIs it names.
    same = "" if kpi.measure is None or many == figure["n"] else f"; the run counted {figure['n']}"
    yield f"{many} {'row' if many == 1 else 'rows'}{same}"


def _first_rows(engagement: Engagement, rows: pd.DataFrame) -> Iterator[str]:
    """The first rows with the line of the file they stand in, where the file is plain."""
    from diagnostics.data.files.source_files import source_files
    from diagnostics.data.observe.row_lines import csv_lines

    for name, group in rows.groupby("perfloop_source", sort=False) if len(rows) else ():
        source = engagement.settings.sources[str(name)]
        # Rows of several sources stand in one table: a column without any value is another's.
        own = [each for each in group.columns if not each.startswith("perfloop_") and group[each].notna().any()]
        first = group[own].head(SHOWN)
        facts = [dict(zip(own, each, strict=True)) for each in first.itertuples(index=False, name=None)]
        files = source_files(engagement, str(name)) if source.patterns else ()
        plain = len(files) == 1 and files[0].kind == "csv" and source.layout is None
        lines = csv_lines(files[0].path, facts, source.encoding) if plain else [None] * len(facts)
        for line, fact in zip(lines, facts, strict=True):
            place = f"{files[0].name}:{line}" if line else f"{name}"
            yield f"  {place}: " + ", ".join(f"{column} {value}" for column, value in fact.items())


def _proof(engagement: Engagement, figure: Figure) -> str:
    """What observing the data as they are now gives for the figure."""
    from diagnostics.data.observe import observe

    level = engagement.entities[figure["entity"]].level
    table = observe(engagement, levels=[level], periods=[figure["period"]], kpis=[figure["kpi"]]).table
    here = table[(table["entity"] == figure["entity"]) & (table["period"] == figure["period"])]
    now = here.iloc[0].to_dict() if len(here) else {}
    value = float(now.get("value", math.nan))
    if not _same(value, figure["value"]):
        return f"different: the data now give {value!r}, the run told {figure['value']!r}"
    # Rows that stand twice leave a share as it was; it is made of others all the same.
    for name in ("numerator", "denominator", "n"):
        if not _same(now.get(name), figure[name]):
            return f"different: the data give {value!r}, but with {name} {now.get(name)!r}, the run's {figure[name]!r}"
    return f"equal: the data give {value!r}"


def _same(one: Any, other: Any) -> bool:
    """Whether two figures are one, or neither is there."""
    known = [each is not None and each == each for each in (one, other)]  # noqa: PLR0124 (NaN)
    return math.isclose(one, other, rel_tol=_SAME, abs_tol=0.0) if all(known) else not any(known)
