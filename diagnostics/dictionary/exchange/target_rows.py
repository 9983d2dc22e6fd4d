"""Rows of targets that mean one thing each 「目标行校验」."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from diagnostics.dictionary.exchange.fields import Key, Row, Table
from diagnostics.errors import InputError

_TABLE = ("entity", "period", "column", "where")


def target_row_errors(rows: Table, place: Callable[[Key, str], str]) -> Iterator[InputError]:
    """Rows that give no target, several forms of one, or a step beside a value for all time 「目标行校验」.

    Parameters
    ----------
    rows : dict
        Targets by scorecard, KPI, tier and first period.
    place : callable
        Key and field to sheet and cell.
    """
    dated = {key[:3] for key in rows if key[3]}
    for key, row in rows.items():
        rule = _rule(key, row)
        if rule:
            yield InputError(f"{place(key, 'value')}: {rule}.")
        elif not key[3] and key[:3] in dated:
            yield InputError(
                f"{place(key, 'value')}: {key[2]} of KPI {key[1]!r} has rows with a first period and one without;"
                " give every row its period, or keep one."
            )


def _rule(key: Key, row: Row) -> str:
    """Rule that a row breaks, empty where it means one thing."""
    given = [name for name in ("value", "expression", "source") if row[name] is not None]
    if not given:
        return "the row gives no target; write a value, an expression or a table, or delete the row"
    if len(given) > 1:
        return f"a target is a value, an expression or a table, and the row gives {' and '.join(given)}"
    if row["high"] is not None and (row["value"] is None or key[3]):
        return "an upper end stands beside a value that holds for all time"
    if key[3] and row["value"] is None:
        return "a target from a period on is a value"
    stray = [name for name in _TABLE if row[name] is not None]
    return f"the columns of a table ({', '.join(stray)}) need its source" if stray and row["source"] is None else ""
