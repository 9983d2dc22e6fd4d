"""Section: do the departments' figures agree 「口径冲突」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.numbers import show_ratio
from diagnostics.look.page import Bullets, Section, TablePart
from diagnostics.look.tables import Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.look.page import AnyPart
    from diagnostics.loop.close.inputs import Record
    from diagnostics.loop.close.wording import Wording

MOST_PAIRS, MOST_ROWS, MOST_MISSING, MOST_DIFFERENCES = 12, 12, 8, 20
_Key = tuple[str, str]


def conflicts_section(record: Record | None, wording: Wording) -> Section | None:
    """Counts of one KPI that disagree: how many, how much, who counts, what they say of it 「口径冲突」.

    Parameters
    ----------
    record : dict or None
        Hand-off ``conflicts``; nothing where no KPI has readings.
    """
    if not record or not record["pairs"]:
        return None
    pairs: dict[_Key, Record] = {(each["kpi"], each["reading"]): each for each in record["pairs"]}
    # What disagrees comes first.
    ordered = sorted(pairs.values(), key=lambda each: -each["conflict"])
    items = tuple(_sentence(each, record["entities"], wording) for each in ordered[:MOST_PAIRS])
    parts: list[AnyPart] = [Bullets(items=items)]
    if record["entities"]:
        parts.append(TablePart(table=_conflicts(record["entities"], pairs, wording)))
    if record["missing"]:
        parts.append(TablePart(table=_missing(record["missing"], pairs, wording)))
    differences = [each for each in record["differences"] if _matters(each, pairs[_key(each)])]
    if differences:
        parts.append(TablePart(table=_differences(differences, pairs, wording)))
    return Section(
        id="conflicts",
        title=wording.say("conflicts.title"),
        lead=wording.say("conflicts.lead"),
        parts=tuple(parts),
        folded=not record["entities"],
    )


def _matters(found: Record, pair: Record) -> bool:
    """Whether a difference is one of meaning: two sources may well call their day and their entity otherwise."""
    named = all(found[side]["zh"] or found[side]["en"] for side in ("own", "other"))
    return found["aspect"] not in {"time", "entity"} or pair["source"] == pair["other_source"] or not named


def _named(pair: Record, wording: Wording) -> dict[str, str]:
    """Names of the two who count."""
    told = {"own": pair["department"], "other": pair["other_department"]}
    return {name: wording.label(wording.words(each)) for name, each in told.items()}


def _sentence(pair: Record, rows: Sequence[Record], wording: Wording) -> str:
    """One reading in two or three sentences: whether it agrees, where it differs most, what can't be compared."""
    names = _named(pair, wording)
    kind = "differ" if pair["conflict"] else "agree" if pair["compared"] else "incomparable"
    exact = "_exact" if kind != "incomparable" and not pair["tolerance"] else ""
    told = wording.say(
        f"conflicts.{kind}{exact}",
        kpi=wording.kpi(pair["kpi"]),
        compared=pair["compared"],
        beyond=pair["conflict"],
        tolerance=f"{100 * pair['tolerance']:.10g}%",
        **names,
    )
    first = next((each for each in rows if _key(each) == _key(pair)), None)
    if first is not None:
        told += wording.say(
            "conflicts.largest",
            entity=_entity(first, wording),
            period=wording.period(first["period"]),
            authoritative=wording.value(first["kpi"], first["authoritative"]),
            value=wording.value(first["kpi"], first["value"]),
            absolute=wording.change(first["kpi"], first["absolute"]),
            **names,
        )
    lacking = pair["missing_reading"] + pair["missing_authoritative"]
    counts = {"missing": lacking, "span": pair["other_span"], "suppressed": pair["suppressed"]}
    return told + "".join(wording.say(f"conflicts.{name}", count=count) for name, count in counts.items() if count)


def _entity(row: Record, wording: Wording) -> str:
    """Entity, and how many below it have a figure on one side only: part of the difference is theirs."""
    name = wording.entity(row["entity"])
    return wording.say("conflicts.lacking", entity=name, count=int(row["lacking"])) if row["lacking"] else name


def _key(record: Record) -> _Key:
    return (record["kpi"], record["reading"])


def _conflicts(rows: Sequence[Record], pairs: dict[_Key, Record], wording: Wording) -> Table:
    """The largest conflict of each entity, each figure with whose it is."""
    words = ("kpi", "entity", "period")
    # The difference stands before the figures, so that a phone shows it without scrolling.
    columns = tuple(
        Column(key=each, label=wording.say(f"conflicts.column.{each}"), align="left" if each in words else "right")
        for each in (*words, "absolute", "authoritative", "value", "often")
        if each != "kpi" or len({row["kpi"] for row in rows}) > 1
    )
    shown = tuple(_row(each, _named(pairs[_key(each)], wording), wording) for each in rows[:MOST_ROWS])
    more = wording.say("conflicts.more", count=len(rows), shown=len(shown)) if len(rows) > len(shown) else ""
    note = more + wording.say("conflicts.note")
    return _table("caption", columns, shown, note, wording)


def _table(
    caption: str, columns: tuple[Column, ...], rows: Sequence[dict[str, str]], note: str, wording: Wording
) -> Table:
    """Table of these columns; one KPI is named once, in the caption."""
    keys = {each.key for each in columns}
    told = wording.say(f"conflicts.{caption}")
    if "kpi" not in keys and rows:
        told = wording.say("conflicts.side", name=rows[0]["kpi"], text=told)
    kept = tuple({key: text for key, text in row.items() if key in keys} for row in rows)
    return Table(caption=told, columns=columns, rows=kept, note=note)


def _row(row: Record, names: dict[str, str], wording: Wording) -> dict[str, str]:
    key = row["kpi"]
    absolute = wording.brief_change(key, row["absolute"])
    if not wording.is_share(key) and row["relative"] is not None:
        # Of a share the difference is in percentage points; per cent of per cent would confuse.
        absolute = wording.say("conflicts.sized", size=absolute, ratio=show_ratio(row["relative"], wording.language))
    return {
        "kpi": wording.kpi(key),
        "entity": _entity(row, wording),
        "period": wording.period(row["period"]),
        "absolute": absolute,
        "authoritative": f"{names['own']} {wording.value(key, row['authoritative'])}",
        "value": f"{names['other']} {wording.value(key, row['value'])}",
        "often": wording.say("conflicts.often", conflicts=row["conflicts"], compared=row["compared"]),
    }


def _missing(rows: Sequence[Record], pairs: dict[_Key, Record], wording: Wording) -> Table:
    columns = tuple(
        Column(key=each, label=wording.say(f"conflicts.missing_column.{each}"))
        for each in ("kpi", "entity", "period", "state")
        if each != "kpi" or len({row["kpi"] for row in rows}) > 1
    )
    shown = tuple(
        {
            "kpi": wording.kpi(each["kpi"]),
            "entity": wording.entity(each["entity"]),
            "period": wording.period(each["period"]),
            "state": wording.say(f"conflicts.state.{each['state']}", **_named(pairs[_key(each)], wording)),
        }
        for each in rows[:MOST_MISSING]
    )
    states = ("missing_reading", "missing_authoritative", "other_span")
    count = sum(each[state] for each in pairs.values() for state in states)
    note = wording.say("conflicts.missing_more", count=count, shown=len(shown)) if count > len(shown) else ""
    return _table("missing_caption", columns, shown, note, wording)


def _differences(found: Sequence[Record], pairs: dict[_Key, Record], wording: Wording) -> Table:
    """What each side says, where they say different things."""
    columns = tuple(
        Column(key=each, label=wording.say(f"conflicts.differences.column.{each}"))
        for each in ("kpi", "aspect", "own", "other")
    )
    rows = tuple(
        {
            "kpi": wording.kpi(each["kpi"]),
            "aspect": wording.say(f"conflicts.aspect.{each['aspect']}"),
            **_sides(each, _named(pairs[_key(each)], wording), wording),
        }
        for each in found[:MOST_DIFFERENCES]
    )
    caption, note = (wording.say(f"conflicts.differences.{each}") for each in ("caption", "note"))
    return Table(caption=caption, columns=columns, rows=rows, note=note)


def _sides(found: Record, names: dict[str, str], wording: Wording) -> dict[str, str]:
    own, other = (wording.words(found[each]) for each in ("own", "other"))
    if found["aspect"] == "unit":
        term, times = ("unit_larger", other) if own == "1" else ("unit_smaller", own)
        told = wording.say("conflicts.differences.unit_own"), wording.say(f"conflicts.differences.{term}", times=times)
    else:
        empty = wording.say(f"conflicts.differences.{'all' if found['aspect'] == 'filter' else 'nothing'}")
        told = own or empty, other or empty
    sides = {"own": told[0], "other": told[1]}
    return {who: wording.say("conflicts.side", name=names[who], text=text) for who, text in sides.items()}
