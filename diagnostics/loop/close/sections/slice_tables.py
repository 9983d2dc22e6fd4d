"""Slices of the focal KPI and of the drivers behind its gap 「差距集中在哪里」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Paragraph, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.loop.close.lead import focal_decomposition, told_factors
from diagnostics.loop.close.sections.driver_table import INDENT
from diagnostics.model.slices import MOST_SHARE, SURE
from diagnostics.terms import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.look.page import AnyPart
    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording

    Group = list[Record]

# Drivers whose slices are looked at beside those of the focal KPI.
MOST_DRIVERS = 2
MOST_SLICES, MOST_UNSURE, MOST_NAMED = 8, 3, 3
# Figures, relative, that are the same but for rounding.
SAME = 1e-9


def slice_parts(inputs: Inputs, wording: Wording) -> list[AnyPart]:
    """Tables of slices: those beyond chance first, whichever KPI; else the largest of the focal one 「切片表格」."""
    groups = _groups(inputs)
    sure = [each for each in groups if _is_sure(each)]
    unsure = [each for each in groups if not _is_sure(each)]
    # What is unsure of a driver is not worth a reader's time beside what is known of the KPI itself.
    focal = inputs.diagnosis["focus"]["kpi"]
    told = [*sure, *[each for each in unsure if each[0]["kpi"] == focal or not sure][:1]]
    parts: list[AnyPart] = []
    for group in told:
        texts = [_sentence(group, wording) if _is_sure(group) else _even(group, wording), *_reversed(group, wording)]
        parts += [Paragraph(text=each) for each in texts if each]
        parts.append(TablePart(table=_sure_table(group, wording) if _is_sure(group) else _largest(group, wording)))
    return parts


def _groups(inputs: Inputs) -> list[Group]:
    """Slices of one comparison each: of the focal KPI, then of the largest drivers behind its gap."""
    focus, found = inputs.diagnosis["focus"], focal_decomposition(inputs)
    here: dict[str, dict[str, Group]] = {}
    for each in inputs.diagnosis["slices"]:
        if each["entity"] == focus["entity"]:
            here.setdefault(each["kpi"], {}).setdefault(each["comparison"], []).append(each)
    factors = told_factors(found) if found is not None and found["total"] is not None else []
    drivers = [each["factor"] for each in sorted(factors, key=lambda each: -abs(each["contribution"]))]
    drivers = [each for each in dict.fromkeys(drivers) if each in here and each != focus["kpi"]][:MOST_DRIVERS]
    kpis = [*([focus["kpi"]] if focus["kpi"] in here else []), *drivers]
    first = found["comparison"] if found is not None else ""
    return [_group(here[each], first) for each in kpis]


def _group(comparisons: dict[str, Group], first: str) -> Group:
    """Of all comparisons the one that is beyond chance, among equals the one the gap was taken apart by."""
    ordered = sorted(comparisons.values(), key=lambda each: (not _is_sure(each), each[0]["comparison"] != first))
    return ordered[0]


def _is_sure(group: Group) -> bool:
    return any(each.get("significant", True) for each in group)


def _own(each: Record) -> float:
    own: float = each["own"] if "own" in each else each["contribution"]  # runs of before have no own part
    return own


def _shares_out(each: Record) -> bool:
    """Whether some of a slice stands in another row."""
    return bool(abs(_own(each) - each["contribution"]) > SAME * abs(each["contribution"]))


def _sentence(group: Group, wording: Wording) -> str:
    """Where a gap comes from, and how sure that is; slices that work against the gap are left to the table."""
    shares = [(each, _share(_own(each), each)) for each in group if _sureness(each, wording)]
    # Where parts nearly cancel, a part is many times the gap: its amount says more than its share.
    cancel = any(abs(share or 0.0) > MOST_SHARE for _, share in shares)
    named = [
        wording.say(
            "slices.named_amount" if cancel else "slices.named",
            slice=_name(each, wording),
            sure=_sureness(each, wording),
            **({"change": wording.change(each["kpi"], _own(each))} if cancel else {"share": wording.share(share)}),
        )
        for each, share in sorted(shares, key=lambda pair: -(pair[1] or 0.0))
        if share is not None and share > 0
    ]
    if not named:
        return ""
    kpi, parts = wording.kpi(group[0]["kpi"]), wording.say("list.separator").join(named[:MOST_NAMED])
    return wording.say("slices.sentence", kpi=kpi, reference=_against(group, wording), parts=parts)


def _even(group: Group, wording: Wording) -> str:
    """That a gap concentrates nowhere, where no slice is beyond chance."""
    kind = "small" if group[0].get("small") else "even"
    return wording.say(f"slices.{kind}", kpi=wording.kpi(group[0]["kpi"]), reference=_against(group, wording))


def _share(part: float, each: Record) -> float | None:
    gap = each.get("gap")
    if gap is None:
        share: float | None = each["share"]
        return share
    return part / gap if gap else None


def _sure_table(group: Group, wording: Wording) -> Table:
    """Slices beyond chance, each without what another row has, and the rest: together the gap."""
    rows = _nested(group[:MOST_SLICES])
    parts = [_own(each) for _, each in rows]
    gap = group[0].get("gap")
    rest = [] if gap is None else [gap - sum(parts)]
    changes = wording.brief_changes(group[0]["kpi"], [*parts, *rest])
    lines = [
        {
            **_line(each, change, _share(part, each), wording, depth),
            "sure": _sureness(each, wording),
        }
        for (depth, each), part, change in zip(rows, parts, changes, strict=False)
    ]
    for part in rest:
        share = wording.share(part / gap if gap else None)
        lines.append({"slice": say("slices.rest", wording.language), "contribution": changes[-1], "share": share})
    note = ["slices.note", *(["slices.apart"] if rest else [])]
    caption = wording.say("slices.caption", kpi=wording.kpi(group[0]["kpi"]), reference=_against(group, wording))
    return _table(caption, lines, note, wording, sure=True)


def _largest(group: Group, wording: Wording) -> Table:
    """The largest slices of one dimension, none beyond chance."""
    by = [tuple(name for name, value in each["slice"].items() if value is not None) for each in group]
    first = next((names for names in by if len(names) == 1), by[0])
    rows = [each for each, names in zip(group, by, strict=True) if names == first][:MOST_UNSURE]
    gap = group[0].get("gap")
    left = 0.0 if gap is None else gap - sum(each["contribution"] for each in rows)
    rest = [left] if gap is not None and abs(left) > SAME * abs(gap) else []
    changes = wording.brief_changes(group[0]["kpi"], [*(each["contribution"] for each in rows), *rest])
    lines = [
        _line(each, change, _share(each["contribution"], each), wording, whole=True)
        for each, change in zip(rows, changes, strict=False)
    ]
    for part in rest:
        share = wording.share(part / gap if gap else None)
        lines.append({"slice": wording.say("slices.others"), "contribution": changes[-1], "share": share})
    dimension = wording.say("list.separator").join(wording.label(name) for name in first)
    caption = wording.say(
        "slices.largest", kpi=wording.kpi(group[0]["kpi"]), dimension=dimension, reference=_against(group, wording)
    )
    unsure = "slices.unsure_small" if group[0].get("small") else "slices.unsure"
    return _table(caption, lines, ["slices.note", unsure], wording, sure=False)


def _table(caption: str, rows: Sequence[dict[str, str]], note: Sequence[str], wording: Wording, *, sure: bool) -> Table:
    # On a phone the columns at the right are out of sight: what the table is about stands first.
    keys = ("slice", "contribution", "share", *(("sure",) if sure else ()), "before", "after")
    left = {"slice", "sure"}
    return Table(
        caption=caption,
        columns=tuple(
            Column(key=each, label=wording.say(f"slices.column.{each}"), align="left" if each in left else "right")
            for each in keys
        ),
        rows=tuple(rows),
        note=("" if wording.language == "zh" else " ").join(wording.say(each) for each in note),
    )


def _line(
    each: Record, change: str, share: float | None, wording: Wording, depth: int = 0, *, whole: bool = False
) -> dict[str, str]:
    name, parted = _name(each, wording), not whole and _shares_out(each)
    return {
        "slice": INDENT * depth + (wording.say("slices.parted", slice=name) if parted else name),
        "contribution": change,
        "share": wording.share(share),
        # Figures of the whole slice beside a part's contribution would not fit together.
        "before": "" if parted else wording.value(each["kpi"], each["before"]),
        "after": "" if parted else wording.value(each["kpi"], each["after"]),
    }


def _nested(group: Group) -> list[tuple[int, Record]]:
    """Slices below the narrowest that hold them, with their depth."""
    fixed = [{pair for pair in each["slice"].items() if pair[1] is not None} for each in group]
    parents: list[int | None] = []
    for mine in fixed:
        wider = [at for at, other in enumerate(fixed) if other < mine]
        parents.append(max(wider, key=lambda at: len(fixed[at])) if wider else None)

    def below(parent: int | None, depth: int) -> list[tuple[int, Record]]:
        return [
            line
            for at, each in enumerate(group)
            if parents[at] == parent
            for line in ((depth, each), *below(at, depth + 1))
        ]

    return below(None, 0)


def _sureness(each: Record, wording: Wording) -> str:
    chance = each.get("p_value")
    return "" if chance is None else say(f"slices.sure.{'very' if chance < SURE else 'fairly'}", wording.language)


def _reversed(group: Group, wording: Wording) -> list[str]:
    """Sentences on dimensions whose parts all move against the whole."""
    turned = sorted({name for each in group for name in each.get("reversals", ())})
    kpi = wording.kpi(group[0]["kpi"])
    return [wording.say("slices.reversal", kpi=kpi, dimension=wording.label(name)) for name in turned]


def _against(group: Group, wording: Wording) -> str:
    return wording.say(f"against.{group[0]['comparison']}")


def _name(each: Record, wording: Wording) -> str:
    named = [
        wording.say("slices.part", dimension=wording.label(name), value=wording.label(str(value)))
        for name, value in each["slice"].items()
        if value is not None
    ]
    return wording.say("list.and").join(named) or wording.say("slices.all")
