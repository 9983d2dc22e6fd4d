"""The number that a cell of a client's file is written for 「数字写法」."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Context, Decimal

from diagnostics.data.layout.full_width import is_narrow, narrow
from diagnostics.model.conversion import ConversionKind
from diagnostics.model.layout import Decimal as DecimalSign
from diagnostics.model.layout import Scale

# Marks of a missing value, in lower case.
MISSING_MARKS = frozenset(
    ("", "nan", "n/a", "na", "#n/a", "null", "none", "-", "--", "\u2014", "\u2014\u2014", "\u2013", "无", "缺", "暂无")
)
_ERRORS = frozenset(("#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!"))
_LONGEST = 100
# What most cells hold, and what means the same whatever else is declared.
_SIMPLE = re.compile("-?[0-9]{1,15}(?:[.][0-9]{1,12})?")
SHARES: tuple[Scale, ...] = ("%", "\u2030", "\u2031", "ppm")
_SWAPPED = str.maketrans(".,", ",.")
# Wide enough for any cell that is read: nothing is rounded before the one step to a float.
_EXACT = Context(prec=2 * _LONGEST)
_POWERS = {
    "": 0, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "十亿": 9, "百亿": 10, "千亿": 11, "万亿": 12,
}  # fmt: skip
# 元 is what these currencies are counted in; a sign may belong to several.
_YUAN = frozenset(("CNY", "HKD", "TWD", "MOP"))
_SIGNS = {
    "\u00a5": frozenset(("CNY", "JPY")), "RMB": frozenset(("CNY",)), "人民币": frozenset(("CNY",)),
    "$": frozenset(("USD", "HKD", "TWD", "SGD", "AUD", "CAD", "NZD", "MXN")), "US$": frozenset(("USD",)),
    "HK$": frozenset(("HKD",)), "NT$": frozenset(("TWD",)), "\u20ac": frozenset(("EUR",)),
    "\u00a3": frozenset(("GBP",)), "\u20a9": frozenset(("KRW",)), "\u20b9": frozenset(("INR",)),
}  # fmt: skip
_SIGN = "|".join(re.escape(each) for each in sorted(_SIGNS, key=len, reverse=True)) + "|[A-Z]{3}"
_POWER = "|".join(sorted(filter(None, _POWERS), key=len, reverse=True))
_DIGITS = r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+\.?[0-9]*|\.[0-9]+"
_FORM = re.compile(
    rf"(?P<open>\(\s*)?(?P<sign>[+-]\s*)?(?P<before>{_SIGN})?\s*(?P<inner>[+-])?(?P<digits>{_DIGITS})"
    rf"(?P<exponent>[eE][+-]?[0-9]{{1,4}})?\s*(?:(?P<share>[%\u2030])|(?P<power>{_POWER})?(?P<yuan>元)?"
    r"(?:\s*(?P<after>[A-Z]{3}))?)(?P<close>\s*\))?"
)
_FACTORS: dict[Scale, Decimal] = {
    "元": Decimal(1), "百元": Decimal(100), "千元": Decimal(10**3), "万元": Decimal(10**4), "十万元": Decimal(10**5),
    "百万元": Decimal(10**6), "千万元": Decimal(10**7), "亿元": Decimal(10**8), "十亿元": Decimal(10**9),
    "百亿元": Decimal(10**10), "千亿元": Decimal(10**11), "万亿元": Decimal(10**12), "%": Decimal("0.01"),
    "\u2030": Decimal("0.001"), "\u2031": Decimal("0.0001"), "ppm": Decimal("0.000001"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NumberRead:
    """A number as read from a cell, and how it was written 「读出的数字」.

    Parameters
    ----------
    value : int, float or None
        In base units (3.2万 is 32000, 12.5% is 0.125); None where the cell is marked as missing.
    kinds : tuple of str
        What was converted; empty where the cell is a plain number, or empty.
    """

    value: int | float | None
    kinds: tuple[ConversionKind, ...]


def read_number(
    text: str,
    missing: Collection[str] = (),
    *,
    currency: str = "CNY",
    scale: Scale | None = None,
    decimal: DecimalSign | None = None,
) -> NumberRead | None:
    """Read the number that a cell is written for 「读数字」.

    Parameters
    ----------
    text : str
        The cell.
    missing : collection of str
        Marks of a missing value beside the usual ones (``layout.missing``).
    currency : str
        ISO code of the engagement's currency; the sign of another is refused.
    scale : str, optional
        Scale of cells that state none (``layout.scale``).
    decimal : {".", ","}, optional
        Sign before the decimals (``layout.decimal``); the point where absent.

    Returns
    -------
    NumberRead or None
        None where the text is no number: ``12,34``, ``10k``, ``0x10``, ``1_000``, ``inf``, ``1e309``.

    Notes
    -----
    Computed in decimals, so 3.2万 is 32000 and not 32000.000000000004. Never guessed: a comma only stands between
    groups of three digits, a bracket or a minus is a negative and both together are nothing.

    Examples
    --------
    >>> read_number("3.2万")
    NumberRead(value=32000, kinds=('scale',))
    >>> read_number("(1,234)")
    NumberRead(value=-1234, kinds=('thousands', 'bracket_negative'))
    >>> read_number("12.5%").value, read_number("N/A").value, read_number("10k")
    (0.125, None, None)
    >>> read_number("1.234,5", decimal=",").value
    1234.5
    """
    if scale is None and decimal != "," and _SIMPLE.fullmatch(text) and text not in missing:
        return NumberRead(float(text) + 0.0 if "." in text else int(text), ())
    plain = narrow(text)
    if plain.casefold() in MISSING_MARKS or text.strip() in missing:
        return NumberRead(None, ("missing_mark",) if text else ())
    if plain.upper() in _ERRORS:
        return NumberRead(None, ("error_cell",))
    signed = plain.translate(_SWAPPED) if decimal == "," else plain
    found = _FORM.fullmatch(signed) if len(plain) <= _LONGEST else None
    if found is None or not _is_sound(found, currency):
        return None
    kinds: list[ConversionKind] = [] if is_narrow(text) else ["full_width"]
    kinds += _kinds(found)
    if decimal == "," and "," in plain:
        kinds.append("decimal_comma")
    factor = _factor(found)
    if factor is None and scale is not None:
        factor = _FACTORS[scale]
        kinds += kind_of(scale)
    value = _value(found, factor)
    return None if value is None else NumberRead(value, tuple(kinds))


def scaled(value: int | float, scale: Scale) -> int | float:
    """Number of a cell whose header states a scale, in base units 「按单位换算」.

    Parameters
    ----------
    value : int or float
        As it stands in the cell.
    scale : str
        ``万元``, ``%`` …

    Returns
    -------
    int or float
        Exactly what the written decimal means: 3.2 of 万元 is 32000.

    Examples
    --------
    >>> scaled(3.2, "万元"), scaled(12.5, "%"), scaled(3, "元")
    (32000, 0.125, 3)
    """
    exact = _EXACT.multiply(Decimal(repr(value)), _FACTORS[scale])
    return float(exact) if scale in SHARES or exact != exact.to_integral_value() else int(exact)


_KIND_OF: dict[Scale, ConversionKind] = {"%": "percent", "\u2030": "permille"}


def exponent_of(scale: Scale | None) -> int:
    """Power of ten that a scale multiplies by 「单位的十次幂」.

    Examples
    --------
    >>> exponent_of("万元"), exponent_of("%"), exponent_of(None)
    (4, -2, 0)
    """
    return 0 if scale is None else _FACTORS[scale].adjusted()


def kind_of(scale: Scale | None) -> tuple[ConversionKind, ...]:
    """Conversion of a number below a scale; none where it changes nothing 「单位换算类别」.

    Examples
    --------
    >>> kind_of("万元"), kind_of("%"), kind_of("元")
    (('scale',), ('percent',), ())
    """
    return () if scale is None or not exponent_of(scale) else (_KIND_OF.get(scale, "scale"),)


def _is_sound(found: re.Match[str], currency: str) -> bool:
    """Whether brackets, signs and currencies of a matched form agree with each other and with the engagement."""
    signs = sum(bool(found[each]) for each in ("open", "sign", "inner"))
    if bool(found["open"]) != bool(found["close"]) or signs > 1 or (found["inner"] and not found["before"]):
        return False
    if found["exponent"] and (found["power"] or found["share"] or "," in found["digits"]):
        return False
    if (found["yuan"] and currency not in _YUAN) or (found["before"] and (found["after"] or found["share"])):
        return False
    named = (found["before"], found["after"])
    return all(currency in _SIGNS.get(each, {each}) for each in named if each)


def _kinds(found: re.Match[str]) -> list[ConversionKind]:
    kinds: list[ConversionKind] = []
    if "," in found["digits"]:
        kinds.append("thousands")
    if found["open"]:
        kinds.append("bracket_negative")
    if found["share"]:
        kinds.append("percent" if found["share"] == "%" else "permille")
    if found["power"]:
        kinds.append("scale")
    if found["before"] or found["after"] or (found["yuan"] and not found["power"]):
        kinds.append("currency")
    return kinds


def _factor(found: re.Match[str]) -> Decimal | None:
    """Factor that the cell itself states."""
    if found["share"]:
        return Decimal("0.01") if found["share"] == "%" else Decimal("0.001")
    if found["power"] or found["yuan"]:
        return Decimal(10) ** _POWERS[found["power"] or ""]
    return None


def _value(found: re.Match[str], factor: Decimal | None) -> int | float | None:
    """Value in base units; None where no finite number can hold it."""
    exact = Decimal(found["digits"].replace(",", "") + (found["exponent"] or ""))
    if found["open"] or "-" in (found["sign"] or found["inner"] or ""):
        exact = exact.copy_negate()
    whole = "." not in found["digits"] and not found["exponent"]
    if factor is not None:
        exact = _EXACT.multiply(exact, factor)
        whole = factor >= 1 and exact == exact.to_integral_value()
    if whole:
        return int(exact)
    value = float(exact) + 0.0
    return value if math.isfinite(value) and (value or not exact) else None
