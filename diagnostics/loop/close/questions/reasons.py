"""Questions about reasons: open causes, gaps without a cause, targets handed down 「原因类追问」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.loop.close.lead import COMPARISONS, focal_gaps
from diagnostics.loop.close.questions.question import asked
from diagnostics.terms import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.questions.question import Question
    from diagnostics.loop.close.wording import Wording


def of_reasons(inputs: Inputs, wording: Wording) -> Iterator[Question]:
    """Questions about reasons 「原因类追问」."""
    causes: list[Record] = (inputs.causes or {}).get("causes", [])
    for each in causes:
        if each["verdict"] == "open":
            yield _open(each, wording)
    yield from _unexplained(inputs, causes, wording)
    yield from _given(inputs, wording)


def _open(cause: Record, wording: Wording) -> Question:
    kinds = {side: [say(f"causes.kind.{each}", wording.language) for each in cause[f"kinds_{side}"]]
             for side in ("for", "against")}  # fmt: skip
    none = say("questions.none", wording.language)
    separator = wording.say("list.separator")
    return asked(
        "cause", wording, f"causes.json · {cause['cause']}", float(bool(cause["kinds_for"])),
        title=wording.words(cause["title"]) or cause["cause"], kpi=wording.kpi(cause["kpi"]),
        entity=wording.entity(cause["entity"]), supports=separator.join(kinds["for"]) or none,
        against=separator.join(kinds["against"]) or none,
    )  # fmt: skip


def _unexplained(inputs: Inputs, causes: list[Record], wording: Wording) -> Iterator[Question]:
    """A gap of the focal KPI on the wrong side that no confirmed cause goes with."""
    gaps = focal_gaps(inputs)
    first = next((gaps[each] for each in COMPARISONS if each in gaps), None)
    focus = inputs.diagnosis["focus"]
    confirmed = any(each["verdict"] == "confirmed" and each["kpi"] == focus["kpi"] for each in causes)
    if first is None or first["favourable"] is not False or confirmed:
        return
    yield asked(
        "unexplained", wording, f"gaps.parquet · {first['kpi']} · {first['entity']} · {first['comparison']}",
        kpi=wording.kpi(first["kpi"]), entity=wording.entity(first["entity"]),
        size=wording.distance(first["kpi"], abs(first["absolute"])),
        reference=wording.say(f"reference.{first['comparison']}"), causes=len(causes),
    )  # fmt: skip


def _given(inputs: Inputs, wording: Wording) -> Iterator[Question]:
    """KPIs on scorecards of which nobody recorded that they were set with those who are measured by them."""
    scored = {item["kpi"] for card in inputs.alignment.get("scorecards", ()) for item in card["items"]}
    known = [each for each in inputs.alignment["kpis"] if each["id"] in scored]
    given = [each for each in known if each.get("set_with") != "staff"]
    if not known or not given:
        return
    names = wording.say("list.separator").join(wording.kpi(each["id"]) for each in given[:3])
    yield asked("given", wording, f"alignment.json · kpis · {given[0]['id']}", len(given) / len(known),
                kpis=names, given=len(given), count=len(known))  # fmt: skip
