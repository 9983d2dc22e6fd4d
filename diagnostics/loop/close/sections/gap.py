"""Section: how large is the gap 「差距有多大」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.numbers import MISSING
from diagnostics.look.page import Bullets, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.loop.close.sections.breaks import break_lines
from diagnostics.loop.close.sections.comparable import comparable_parts
from diagnostics.loop.close.sections.courses import course_column, courses
from diagnostics.loop.close.sections.focal_figure import focal_figure
from diagnostics.loop.close.sections.gap_notes import gap_notes

if TYPE_CHECKING:
    from diagnostics.look.page import AnyPart
    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording

MOST_ROWS = 15
COMPARISONS = ("target", "previous", "year_ago", "peers")


def gap_section(inputs: Inputs, wording: Wording, *, drawn: bool = True) -> Section:
    """Series of the focal KPI, and one table of gaps by four comparisons 「差距」.

    Parameters
    ----------
    inputs, wording
        What was read, and how it is worded.
    drawn : bool
        Whether the series is drawn here; False where it stands elsewhere on the page.
    """
    figure = focal_figure(inputs, wording) if drawn else None
    parts: list[AnyPart] = [*([figure] if figure else []), TablePart(table=gap_table(inputs, wording))]
    broken = break_lines(inputs, wording)
    parts += [Bullets(items=tuple(broken))] if broken else []
    parts += gap_notes(inputs, wording)
    parts += comparable_parts(inputs, wording)
    return Section(id="gap", title=wording.say("gaps.title"), lead=wording.say("gaps.lead"), parts=tuple(parts))


def gap_table(inputs: Inputs, wording: Wording) -> Table:
    """One row a KPI and entity: actual, four comparisons, status 「差距表」."""
    pairs = ranked_gaps(inputs)
    rows = tuple(_row(each, wording) for each in pairs[:MOST_ROWS])
    # One entity is named once, in the caption; a comparison that nothing has is no column.
    named = ("entity",) if len(inputs.focal_entities) > 1 else ()
    timed = ("period",) if any(wording.other_period(each[0]["period"]) for each in pairs) else ()
    compared = tuple(each for each in COMPARISONS if any(row[each] not in {"", MISSING} for row in rows))
    words = ("kpi", *named, *timed)
    columns = [
        Column(key=each, label=wording.say(f"gaps.column.{each}"), align="left" if each in words else "right")
        for each in (*words, "actual", *compared)
    ]
    if "target" in compared:
        # Beside figure and gap, which a phone shows without scrolling.
        at = [each.key for each in columns].index("target") + 1
        columns.insert(at, Column(key="status", label=wording.say("gaps.column.status"), kind="status"))
    if any(row["stake"] for row in rows):
        columns.append(Column(key="stake", label=wording.say("gaps.column.stake")))
    drawn = courses(((str(each[0]["kpi"]), str(each[0]["entity"])) for each in pairs[:MOST_ROWS]), wording)
    if any(drawn):
        columns.insert([each.key for each in columns].index("actual") + 1, course_column(wording.language))
        rows = tuple(row | ({"course": each[1]} if each else {}) for row, each in zip(rows, drawn, strict=True))
    keys = {each.key for each in columns}
    points = any(wording.is_share(each[0]["kpi"]) for each in pairs[:MOST_ROWS])
    return Table(
        caption=wording.say(
            "gaps.caption",
            period=wording.period(inputs.diagnosis["period"]),
            entities=wording.entities(inputs.focal_entities),
        ),
        columns=tuple(columns),
        rows=tuple({key: text for key, text in row.items() if key in keys} for row in rows),
        sparks={"course": tuple(each and each[0] for each in drawn)} if any(drawn) else {},
        note=_note((len(rows), len(pairs)), (points, "peers" in compared, "stake" in keys), wording),
    )


def _note(rows: tuple[int, int], there: tuple[bool, bool, bool], wording: Wording) -> str:
    (shown, count), (points, peers, stake) = rows, there
    hidden = wording.say("gaps.more", shown=shown, count=count) if shown < count else ""
    named = {"points": points, "median": peers, "order": stake}
    return hidden + "".join(wording.say(f"gaps.{name}") for name, told in named.items() if told)


def ranked_gaps(inputs: Inputs) -> list[list[Record]]:
    """Gaps of the focal entities grouped by KPI and entity, in order of rank 「差距排序」."""
    rows = inputs.gaps
    focal = set(inputs.focal_entities)
    groups: dict[tuple[str, str], list[Record]] = {}
    for row in rows[rows["entity"].isin(focal)].sort_values("rank", kind="stable").to_dict("records"):
        groups.setdefault((str(row["kpi"]), str(row["entity"])), []).append(
            {str(key): each for key, each in row.items()}
        )
    return sorted(groups.values(), key=_behind)


def _behind(group: list[Record]) -> tuple[bool, bool]:
    """Those with nothing told at stake stand last, and of them those that meet their target, or are nowhere against us.

    Where no formula leads to a mother metric nothing is at stake of any.
    """
    first = group[0]
    stake = first.get("stake")
    told = stake is not None and stake == stake  # noqa: PLR0124 (NaN)
    target = next((each for each in group if each["comparison"] == "target" and each["favourable"] is not None), None)
    against = [each["favourable"] is False for each in ([target] if target else group)]
    return not told, not told and not any(against)


def _row(group: list[Record], wording: Wording) -> dict[str, str]:
    by = {each["comparison"]: each for each in group}
    first = group[0]
    told = {
        "kpi": wording.kpi(first["kpi"]),
        "entity": wording.entity(first["entity"]),
        "period": wording.period(first["period"]),
        "actual": wording.value(first["kpi"], first["actual"]),
        "status": by.get("target", first)["status"] or "none",
    }
    for each in COMPARISONS:
        told[each] = wording.brief_change(first["kpi"], by[each]["absolute"]) if each in by else ""
    return told | {"stake": _stake(first, wording)}


def _stake(gap: Record, wording: Wording) -> str:
    """What the gap by which a KPI stands where it does costs or brings the mother metric, and by which comparison."""
    stake, mother = gap.get("stake"), gap.get("mother")
    if stake is None or stake != stake or mother not in wording.inputs.kpis:  # noqa: PLR0124 (NaN)
        return ""
    return wording.say(
        "gaps.stake" if mother == gap["kpi"] else "gaps.stake_of",
        mother=wording.kpi(mother),
        change=wording.brief_change(mother, stake),
        reference=wording.say(f"gaps.against.{gap['comparison']}"),
    )
