"""Whether a column can hold the new value of a correction, told before the client's file is blamed 「更正新值检查」."""

from __future__ import annotations

from diagnostics.data.layout.day_column import DayRules, decide_days
from diagnostics.data.layout.number_text import NumberRead, read_number
from diagnostics.data.layout.period_text import read_period
from diagnostics.data.layout.scales import stated
from diagnostics.data.layout.totals import is_total
from diagnostics.dictionary.used_columns import column_roles
from diagnostics.errors import nearest
from diagnostics.model.correction import Correction
from diagnostics.model.engagement import Engagement
from diagnostics.model.layout import TOTALS, DateOrder, Layout

# What no column may hold beside figures that say nothing of their scale.
_SCALES = {"percent", "permille", "scale"}
_ORDERS: tuple[DateOrder, ...] = ("ymd", "mdy", "dmy")


def misfit(engagement: Engagement, own: Correction) -> str:
    """Why a column can't hold the new value of a correction; empty where it can 「新值不符」.

    Parameters
    ----------
    own : Correction
        A correction of a source of the engagement.

    Notes
    -----
    A blank fits every column. A number must be one where something computes with the column or a period is its header,
    without a scale of its own (3万, 5%) where the value that it replaces has none and nothing declares the column's;
    a day must be one in some order of day and month, a name that of an entity where nothing filters the facts.
    """
    from diagnostics.data.versions.corrections import shown, text_of

    declared = engagement.settings.sources[own.source]
    layout, text = declared.layout or Layout(), text_of(own.new)
    if not text.strip():
        return ""
    roles = column_roles(engagement, own.source, (own.column,))
    if own.column in roles.numbers or _is_turned(engagement, layout, own.column):
        currency = engagement.settings.currency
        read = read_number(text, layout.missing, currency=currency, decimal=layout.decimal)
        if read is None or isinstance(own.new, bool):
            return f"its new value {shown(own.new)} is no number, and column {own.column!r} holds figures."
        if not (layout.wide and layout.wide.value in layout.scale):
            return _other_form(own, layout, currency, read)
    elif own.column in roles.days:
        if not _is_day(engagement, layout, text):
            return f"its new value {shown(own.new)} is no day or period, and column {own.column!r} holds those."
    elif own.column == declared.entity and not _is_filtered(engagement, own.source):
        names = engagement.entities.names
        if text.strip() not in names and not is_total(text, (*TOTALS, *layout.totals)):
            near = nearest(text, names)
            meant = f"; did you mean {near!r}?" if near else "; add it to the entities first."
            return f"its new value {shown(own.new)} is the name of no entity{meant}"
    return ""


def _other_form(own: Correction, layout: Layout, currency: str, new: NumberRead) -> str:
    """Why a new value's own scale would stand in a column of figures without one; empty where it fits.

    A value without a scale is always right: what it replaces may be the one cell of its column that had one.
    """
    from diagnostics.data.versions.corrections import shown, text_of

    if stated(own.column, layout, currency).scale is not None:
        return ""
    old = read_number(text_of(own.old), layout.missing, currency=currency, decimal=layout.decimal)
    form = _SCALES & set(new.kinds)
    if not form or (old is not None and form <= set(old.kinds)):
        return ""
    return (
        f"its new value {shown(own.new)} states a scale of its own and its old value {shown(own.old)} does not: write"
        f" it as the column's other figures are written, or say layout, scale ({own.column}: \u5143) so that each cell"
        " counts as it says."
    )


def _is_turned(engagement: Engagement, layout: Layout, column: str) -> bool:
    """Whether a column becomes rows: a period is its header, and figures stand below it."""
    if layout.wide is None:
        return False
    named = [column, *column.split("/")]
    periods = any(read_period(each, engagement.calendar, layout.year or 2000) is not None for each in named)
    return periods or column in layout.wide.columns


def _is_day(engagement: Engagement, layout: Layout, text: str) -> bool:
    """Whether a text is a day in some order: which one, the other cells of its column may tell."""
    orders = (layout.date_order,) if layout.date_order else _ORDERS
    return any(
        not decide_days([text], None, DayRules(engagement.calendar, each, layout.year, layout.missing)).wrong
        for each in orders
    )


def _is_filtered(engagement: Engagement, source: str) -> bool:
    """Whether some KPI leaves facts of a source out: what it leaves out needs no entity."""
    return any(each.where for each in engagement.kpis.values() if each.source == source)
