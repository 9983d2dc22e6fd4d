"""Section: how often targets are reached, by who set the KPI 「共同制定与下达的达成率」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.numbers import show_change
from diagnostics.look.page import Paragraph, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.loop.close.inputs import Record
    from diagnostics.loop.close.wording import Wording

_KEYS = ("group", "kpis", "figures", "share", "range")


def hit_rates_section(record: Record | None, wording: Wording) -> Section | None:
    """KPIs set with staff beside KPIs that were given; nothing where either are too few 「共同制定与下达的达成率」.

    Parameters
    ----------
    record : dict or None
        Hand-off ``rounds``; None where a run has none.
    """
    rates = (record or {}).get("rates")
    if not rates or rates["difference"] is None:
        return None
    columns = tuple(
        Column(key=each, label=_say(f"column.{each}", wording), align="left" if each == "group" else "right")
        for each in _KEYS
    )
    rows = tuple(_row(rates[each], wording) for each in ("staff", "given"))
    note = _say("unsaid", wording, count=rates["unsaid"]) if rates["unsaid"] else ""
    return Section(
        id="hit-rates",
        title=_say("title", wording),
        lead=_say("lead", wording),
        parts=(
            Paragraph(text=_difference(rates, wording)),
            TablePart(table=Table(caption=_say("caption", wording), columns=columns, rows=rows, note=note)),
        ),
        folded=True,
    )


def _say(term: str, wording: Wording, **values: object) -> str:
    return say(f"rounds.rates.{term}", wording.language, **values)


def _row(rate: Record, wording: Wording) -> dict[str, str]:
    low, high = wording.share(rate["low"]), wording.share(rate["high"])
    return {
        "group": _say(rate["set_with"], wording),
        "kpis": str(rate["kpis"]),
        "figures": str(rate["figures"]),
        "share": wording.share(rate["share"]),
        "range": say("number.between", wording.language, low=low, high=high),
    }


def _difference(rates: Record, wording: Wording) -> str:
    """Which is higher only where the whole range says so."""
    ends = [rates[each] for each in ("difference", "low", "high")]
    if rates["low"] > 0 or rates["high"] < 0:
        word = "higher" if rates["low"] > 0 else "lower"
        points = [_points(abs(each), wording) for each in ends]
        return _say(word, wording, difference=points[0], low=points[1], high=points[2])
    signed = [show_change(each, "share", wording.language, decimals=0) for each in ends]
    return _say("open", wording, difference=_points(abs(ends[0]), wording), low=signed[1], high=signed[2])


def _points(size: float, wording: Wording) -> str:
    return show_change(size, "share", wording.language, decimals=0).lstrip("+")
