"""What somebody said of a table before an engagement is proposed from it 「建项说明」."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from diagnostics.errors import InputError, unknown
from diagnostics.model.layout import SCALE_WORDS, DateOrder, Decimal, Scale

_DEFAULT = "CNY"
_CODE = re.compile(r"[A-Z]{3}")
_YEARS = (1900, 2200)


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody said of a table: how its days, its numbers and its money are written 「建项说明」.

    Parameters
    ----------
    order : {"ymd", "mdy", "dmy"}, optional
        Order of days written in figures.
    decimal : {".", ","}, optional
        Sign before the decimals of numbers written as text.
    year : int, optional
        Year of periods written without one.
    scales : tuple of (str, str)
        Columns with the scale of their figures.
    own_currency : str
        ISO code of the currency that its money is in; empty where nobody said it.
    """

    order: DateOrder | None = None
    decimal: Decimal | None = None
    year: int | None = None
    own_currency: str = ""
    scales: tuple[tuple[str, Scale], ...] = ()

    @property
    def currency(self) -> str:
        """Currency that is told, else the usual one 「币种」."""
        return self.own_currency or _DEFAULT

    @property
    def layout(self) -> dict[str, Any]:
        """Fields of a layout that were said 「版式字段」."""
        fields: dict[str, Any] = {"date_order": self.order, "decimal": self.decimal, "year": self.year}
        fields["scale"] = dict(self.scales) or None
        return {name: value for name, value in fields.items() if value is not None}

    def questions(self) -> tuple[str, ...]:
        """What has to be confirmed of it, and what nobody said 「待确认说明」."""
        if self.own_currency:
            money = (
                f"Taken as said: currency {self.currency} (engagement.yaml, currency); figures that name another ask."
            )
        else:
            money = f"Assumed: currency {self.currency} (engagement.yaml, currency). Is that what the figures are in?"
        said = [money]
        if self.decimal:
            said.append(f"Taken as said by --decimal: {self.decimal!r} stands before the decimals (layout, decimal).")
        if self.year:
            said.append(f"Taken as said by --year: periods without a year are of {self.year} (layout, year).")
        said += [f"Taken as said by --scale: {name!r} is in {each} (layout, scale)." for name, each in self.scales]
        return tuple(said)


NOTHING = Told()


def told(
    order: str = "", currency: str = "", decimal: str = "", year: int | None = None, scales: Sequence[str] = ()
) -> Told:
    """What the options of ``perfloop new`` say, checked 「建项选项」.

    Raises
    ------
    InputError
        When there is no such order, currency, sign, year or scale.

    Examples
    --------
    >>> told("dmy", "EUR", ",", 2025).layout, told().currency
    ({'date_order': 'dmy', 'decimal': ',', 'year': 2025}, 'CNY')
    """
    orders: dict[str, DateOrder] = {each: each for each in get_args(DateOrder)}
    signs: dict[str, Decimal] = {each: each for each in get_args(Decimal)}
    if order and order not in orders:
        raise unknown("order of days (--date-order)", order, orders)
    if decimal and decimal not in signs:
        raise InputError(f"--decimal == {decimal!r:.40}, must be '.' or ',': the sign before the decimals.")
    if year is not None and not _YEARS[0] <= year <= _YEARS[1]:
        raise InputError(f"--year == {year}, must be a year from {_YEARS[0]} to {_YEARS[1]}.")
    return Told(orders.get(order), signs.get(decimal), year, _currency(currency), tuple(map(_scale, scales)))


def _scale(text: str) -> tuple[str, Scale]:
    """Column and scale that an option names, such as 销售额=万元."""
    name, _, scale = (each.strip() for each in text.rpartition("="))
    if not name:
        raise InputError(f"--scale == {text!r:.60}, must be COLUMN=SCALE, such as 销售额=万元 or 数值=元.")
    known = {**{each: each for each in get_args(Scale)}, **SCALE_WORDS}
    if scale.casefold() not in known:
        raise unknown(f"scale (--scale {name})", scale, known)
    return name, known[scale.casefold()]


def _currency(text: str) -> str:
    """ISO code that an option names; words for currencies are told their code."""
    from diagnostics.data.layout.unit_words import code_of

    code = code_of(text.strip().casefold())
    if not text or (_CODE.fullmatch(text) and code in ("", text)):
        return text
    meant = f"; {text!r} is written {code}" if code else " such as CNY"
    raise InputError(f"--currency == {text!r:.40}, must be an ISO 4217 code{meant}.")
