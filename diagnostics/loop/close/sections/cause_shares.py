"""Figure of the shares of gaps that causes go with, and whose gaps they are 「对应差距的比例」."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from diagnostics.model.cause_words import MOST_SHARE, whose_gap
from diagnostics.terms import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.look.page import FigurePart
    from diagnostics.loop.close.inputs import Record
    from diagnostics.loop.close.wording import Wording

# Rounded to whole per cent, shares of one gap come to more than all of it.
WHOLE = 1.005


def said(term: str, wording: Wording, **values: object) -> str:
    """Words of the section 「本节用语」."""
    return say(f"causes.section.{term}", wording.language, **values)


def title_of(cause: Record, wording: Wording) -> str:
    """Title of a cause 「原因标题」."""
    return wording.words(cause["title"])


def telling(cause: Record) -> Record | None:
    """Test that says most about a cause 「最有力的检验」."""
    return next((each for each in cause["tests"] if each["number"] == cause["telling"]), None)


def has_share(cause: Record) -> bool:
    """Whether figures say how much of the gap it goes with; one that may be chance says nothing 「是否说比例」."""
    test = telling(cause)
    return test is not None and cause["share"] is not None and test["outcome"] in ("supports", "contradicts")


def share_of(cause: Record, wording: Wording) -> str:
    """Share of the gap in words; empty where none is told 「对应差距」."""
    return wording.share(cause["share"]) if has_share(cause) else ""


def titles_of(causes: Sequence[Record], wording: Wording) -> list[str]:
    """Titles of causes of one KPI, with slice, and entity where the gaps are those of several 「标题与范围」."""
    several = len({each["entity"] for each in causes}) > 1
    told = []
    for each in causes:
        title, slices = title_of(each, wording), _slices(each, wording)
        if slices and has_share(each):
            title = said("within", wording, title=title, slices=said("list", wording).join(slices))
        if several:
            title = said("of", wording, title=title, entity=wording.entity(each["entity"]))
        told.append(title)
    return told


def _slices(cause: Record, wording: Wording) -> list[str]:
    """Slice whose gap the share is of."""
    test = telling(cause) or {}
    return [wording.label(str(value)) for _, value in test.get("within") or ()]


def shares_figure(causes: Sequence[Record], wording: Wording) -> FigurePart:
    """Shares of the gaps of one KPI with their intervals 「对应差距的比例图」."""
    import pandas as pd

    from diagnostics.look import charts
    from diagnostics.look.charts import Quantity
    from diagnostics.look.figure import figure_part

    figures = {"effect": "share", "low": "share_low", "high": "share_high"}
    limit = _limit(causes)
    frame = pd.DataFrame({
        name: [None if each[key] is None else max(min(each[key], limit), -limit) for each in causes]
        for name, key in figures.items()
    })  # fmt: skip
    cut = any(abs(each[key] or 0) > limit for each in causes for key in figures.values())
    names, kpi = titles_of(causes, wording), wording.kpi(causes[0]["kpi"])
    frame = frame.assign(label=names)
    items = [
        said("item", wording, title=name, share=share_of(each, wording))
        for name, each in zip(names, causes, strict=True)
    ]
    alt = said("alt", wording, kpi=kpi, items=said("list", wording).join(items))
    quantity = Quantity("share", wording.language, improvement="none", relative=True)
    return figure_part(
        partial(charts.interval_chart, frame, quantity, zero=said("zero", wording)),
        alt,
        title=said("figure", wording, kpi=kpi),
        caption=_caption(causes, wording, cut=cut),
    )


def _limit(causes: Sequence[Record]) -> float:
    """How far the axis goes: to every share, and to intervals no further than twice the gap or the largest share."""
    largest = max(float(abs(each["share"])) for each in causes)
    return min(max(2.0, largest * 1.1), MOST_SHARE)


def _caption(causes: Sequence[Record], wording: Wording, *, cut: bool) -> str:
    """Whose gaps the shares are of where those differ, that some come to more than all, that some are cut."""
    sums: dict[str, float] = {}
    several = len({each["entity"] for each in causes}) > 1
    for each in causes:
        gap = whose_gap((telling(each) or {}).get("reference") or "peers", _slices(each, wording), wording.language)
        gap = said("of", wording, title=gap, entity=wording.entity(each["entity"])) if several else gap
        sums[gap] = sums.get(gap, 0.0) + max(each["share"], 0.0)
    told = []
    if len(sums) > 1:
        told.append(said("bases", wording, bases=said("base_list", wording).join(sums)))
    if any(each > WHOLE for each in sums.values()):
        told.append(said("over", wording))
    if cut:
        told.append(said("cut", wording, limit=wording.share(_limit(causes))))
    return ("" if wording.language == "zh" else " ").join(told)
