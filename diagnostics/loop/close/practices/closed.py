"""A record of every closed measure of a run, whatever became of it 「措施结果归档」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from pydantic import ValidationError

from diagnostics.errors import InputError
from diagnostics.model.practice import ClosedMeasure, MeasuredEffect, Scale, Source, Yardstick, seal_of, slug
from diagnostics.model.text import Text

Record = Mapping[str, Any]
_CLOSED = ("completed", "stopped")
_JUDGED = ("worked", "no_evidence", "worse")
_DIGITS = 6


@dataclass(frozen=True, eq=False)
class Filing:
    """Under what an engagement's measures are kept 「归档口径」.

    Parameters
    ----------
    pseudonym : str
        Of the engagement.
    tracking : str
        SHA-256 of the hand-off that the effects are read from.
    industry : str
        Line of business, in the firm's own words.
    kinds : mapping
        Kind of each measure by its id; the card of the intervention library it came from where absent.
    kpis : mapping
        The firm's id of a KPI by the client's.
    kpi_names : mapping
        What readers call a KPI, by the client's id; its own name where absent.
    """

    pseudonym: str
    tracking: str
    industry: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)
    kpis: Mapping[str, str] = field(default_factory=dict)
    kpi_names: Mapping[str, Text] = field(default_factory=dict)


def key_of(pseudonym: str, measure: str) -> str:
    """Id of a record: nobody reads the measure's own id from it 「记录编号」.

    Examples
    --------
    >>> key_of("e00000001", "follow_up")
    'e00000001-cf66d24b'
    """
    return f"{pseudonym}-{sha256(f'{pseudonym} {measure}'.encode()).hexdigest()[:8]}"


def closed_measures(
    tracking: Record, interventions: Record, alignment: Record, filing: Filing
) -> dict[str, ClosedMeasure]:
    """A record of every closed measure of a run, by the measure's id 「措施结果归档」.

    Parameters
    ----------
    tracking, interventions, alignment : mapping
        Hand-offs of the run.
    filing : Filing
        Under what they are kept.

    Returns
    -------
    dict of ClosedMeasure
        Measures that were completed or stopped, and others that a verdict stands on. Without events from outside, and
        without those on a KPI for which neither more nor less is better.

    Raises
    ------
    InputError
        When a hand-off tells a verdict that its interval doesn't bear.
    """
    effects = {each["intervention"]: each for each in tracking["effects"]}
    kpis = {each["id"]: each for each in alignment["kpis"]}
    found = {}
    for each in interventions["interventions"]:
        effect, kpi = effects.get(each["id"], {}), kpis.get(each["kpi"], {})
        ended = each["state"] in _CLOSED or effect.get("verdict") in _JUDGED
        if not ended or not each.get("started") or each["external"] or kpi.get("direction") not in ("higher", "lower"):
            continue
        about = {"anchor": interventions["anchor"]["hash"], "synthetic": bool(alignment.get("synthetic"))}
        try:
            found[each["id"]] = _recorded(each, effect, kpi, filing, about)
        except ValidationError as error:
            told = error.errors()[0]
            where = ".".join(str(part) for part in told["loc"])
            raise InputError(f"Measure {each['id']!r} can't be kept: {where}: {told['msg']}") from error
    return found


def _recorded(measure: Record, effect: Record, kpi: Record, filing: Filing, about: Record) -> ClosedMeasure:
    scale: Scale = "points" if kpi["unit"] == "share" else "relative"
    record = ClosedMeasure(
        id=key_of(filing.pseudonym, measure["id"]),
        kind=filing.kinds.get(measure["id"]) or slug(measure["library"]),
        industry=filing.industry,
        dimension=measure["dimension"],
        kpi=Yardstick(
            id=filing.kpis.get(kpi["id"], slug(kpi["id"])),
            name=filing.kpi_names.get(kpi["id"]) or Text.model_validate(kpi["name"]),
            unit=kpi["unit"], direction=kpi["direction"], cycle=kpi["cycle"],
        ),
        verdict=effect.get("verdict", "insufficient"),
        source=Source(
            engagement=filing.pseudonym, tracking=filing.tracking, ledger=about["anchor"],
            year=int(str(measure["ended"] or measure["started"])[:4]),
        ),
        synthetic=about["synthetic"],
        phase=measure["state"],
        effect=_measured(effect, scale),
        shared=bool(effect.get("together_with")),
        expected=_expected(measure, scale),
    )  # fmt: skip
    return record.model_copy(update={"seal": seal_of(record)})


def _measured(effect: Record, scale: Scale) -> MeasuredEffect | None:
    names = ("relative", "relative_low", "relative_high") if scale == "relative" else ("effect", "low", "high")
    figures = [effect.get(each) for each in names]
    if any(each is None for each in figures):
        return None
    value, low, high = (round(float(each), _DIGITS) for each in figures if each is not None)
    return MeasuredEffect(
        scale=scale, value=value, low=low, high=high, method=effect["method"], rung=effect["rung"],
        periods=effect["periods_after"], comparisons=len(effect["comparisons"]),
    )  # fmt: skip


def _expected(measure: Record, scale: Scale) -> float | None:
    told = measure["expected"] or {}
    value = told.get("relative" if scale == "relative" else "absolute")
    return None if value is None else round(float(value), _DIGITS)
