"""Section: which closed measures came to what was expected, and where the others fell short 「达成与差异」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.loop.close.differences import CAME, Difference, differences, expectations
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.look.page import AnyPart
    from diagnostics.loop.close.conclusions import Conclusions
    from diagnostics.loop.close.inputs import Inputs
    from diagnostics.loop.close.wording import Wording
    from diagnostics.model.retrospective import MeasureReview


def closed_section(inputs: Inputs, wording: Wording, conclusions: Conclusions) -> Section | None:
    """How every closed measure came out, why the others did not, and who had expected what 「达成与差异」."""
    found = differences(inputs, conclusions.reviews, wording)
    if not found:
        return None
    counts = {each: sum(one.came == each for one in found) for each in CAME}
    parts: list[AnyPart] = [TablePart(table=_table(found, wording))]
    hopes = [row for each in conclusions.measures for row in _hopes(each, inputs, wording)]
    if hopes:
        columns = _columns(("title", "who", "expected", "came"), wording)
        caption = _say("who_caption", wording)
        parts.append(TablePart(table=Table(caption=caption, columns=columns, rows=tuple(hopes))))
    # A kind that none is of says nothing.
    sums = [_say(f"sum.{each}", wording, count=count) for each, count in counts.items() if count]
    told = _say("lead", wording, count=len(found), parts=wording.say("list.comma").join(sums))
    return Section(id="closed", title=_say("title", wording), lead=told, parts=tuple(parts), folded=True, inside=told)


def _table(found: tuple[Difference, ...], wording: Wording) -> Table:
    join = "" if wording.language == "zh" else " "
    rows = tuple(
        {
            "title": each.review.title,
            "came": _say(f"came.{each.came}", wording),
            "why": join.join(each.why) or ("" if each.came == "achieved" else _say("nothing", wording)),
        }
        for each in found
    )
    columns = _columns(("title", "came", "why"), wording)
    return Table(caption=_say("caption", wording), columns=columns, rows=rows, note=_say("note", wording))


def _hopes(each: MeasureReview, inputs: Inputs, wording: Wording) -> list[dict[str, str]]:
    return [
        {
            "title": each.title,
            "who": wording.person(who),
            "expected": wording.effect(each.kpi, hoped, relative=each.relative),
            "came": _say(f"hope.{outcome}", wording),
        }
        for who, hoped, outcome in expectations(each, inputs)
    ]


def _columns(keys: tuple[str, ...], wording: Wording) -> tuple[Column, ...]:
    return tuple(
        Column(key=each, label=_say(f"column.{each}", wording), align="right" if each == "expected" else "left")
        for each in keys
    )


def _say(term: str, wording: Wording, **values: object) -> str:
    return say(f"account.closed.{term}", wording.language, **values)
