"""Moments that texts name, on every engine alike 「解析 ISO 时间」."""

from __future__ import annotations

from typing import Any

# Days that exist, and no others: not every engine can try a cast and go on.
_YEAR = r"([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
_LEAP = r"([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)"
_DAY = (
    rf"({_YEAR}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    rf"|02-(0[1-9]|1[0-9]|2[0-8]))|{_LEAP}-02-29)"
)
_CLOCK = r"[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,9})?)?"
_NAIVE = rf"^{_DAY}({_CLOCK})?$"
_AWARE = rf"^{_DAY}{_CLOCK}(Z|[+-](0[0-9]|1[0-4]):?[0-5][0-9])$"


def parse_moment(column: Any) -> Any:
    """Moment that an ISO text names, missing where it is none; with an offset it becomes local 「解析 ISO 时间」."""
    import ibis

    naive = (column.re_search(_NAIVE), column.try_cast("timestamp"))
    aware = (column.re_search(_AWARE), column.try_cast("timestamp('UTC')").cast("timestamp"))
    return ibis.cases(naive, aware, else_=ibis.null("timestamp"))
