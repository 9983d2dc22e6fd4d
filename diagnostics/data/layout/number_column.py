"""Texts of one column read as numbers: none is guessed, and one column means one thing 「数字列」."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from diagnostics.data.layout.full_width import narrow
from diagnostics.data.layout.number_text import SHARES, NumberRead, read_number
from diagnostics.data.layout.odd_cells import Decided
from diagnostics.model.layout import Decimal as DecimalSign
from diagnostics.model.layout import Scale

# Sums hold values up to this, and keep 12 decimals: smaller than this is 0 in them.
LARGEST, SMALLEST = 1e26, 1e-290
# Shares that are reached or passed seldom go beyond these: 150 % by most, 300 % by one.
_NEAR, _FULL = 1.5, 3
_NO_NUMBER = "which is no number"
_SHARES = {"percent", "permille"}
# Where a column holds several indicators too: 12.5% is 0.125 then, 3万 is 30000, and 300 is 300.
_AS_SAID = "declare it by layout.scale (the column's name: \u5143, where each cell counts as it says)"
EITHER = "which may be a number with three decimals or one above a thousand; say layout.decimal: '.' or ','"
_ONE_SIGN = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}[.,][0-9]{3}(?![0-9.,])")
# A sign before one, two or four digits, behind 0 or four digits, or both signs, tells which it is.
_TELLING = re.compile(
    r"[.,](?:[0-9]{1,2}|[0-9]{4,})(?![0-9])|(?<![0-9])0*[.,][0-9]|[0-9]{4,}[.,][0-9]|[.,][0-9]{3}[.,]"
)


@dataclass(frozen=True, slots=True)
class NumberRules:
    """How the numbers of a column are to be read 「数字列规则」.

    Parameters
    ----------
    missing : tuple of str
        Marks of a missing value beside the usual ones.
    currency : str
        ISO code of the engagement's currency.
    scale : str, optional
        Scale of cells that state none.
    is_declared : bool
        Whether the layout says the scale, and no header.
    decimal : {".", ","}, optional
        Sign before the decimals, where the layout says it.
    is_parted : bool
        Whether the fields of the file are parted by ``;``: its numbers may have decimal commas.
    """

    missing: tuple[str, ...]
    currency: str
    scale: Scale | None
    is_declared: bool = True
    decimal: DecimalSign | None = None
    is_parted: bool = False


def decide_numbers(texts: Iterable[str], plain: str | None, rules: NumberRules, sizes: Sequence[float] = ()) -> Decided:
    """Read the texts of a number column 「识别数字列」.

    Parameters
    ----------
    texts : iterable of str
        Each distinct text that is no plain number; all of them where a scale is declared.
    plain : str, optional
        A plain number other than 0 that stands in the column too; below a share's header it was checked beside them.
    rules : NumberRules
        How they are to be read.
    sizes : sequence of float
        Plain numbers of a column below a header of percent, where nobody checked them yet.

    Returns
    -------
    Decided
        With ``wrong`` where a text is no number, where 12.5% and 0.125, or 3万 and 30000, stand in one column, where
        numbers below a header of percent may be shares already, or where 1.250 may be a thousand and more: nobody
        can tell what such mean unless ``layout.scale`` or ``layout.decimal`` says it.

    Examples
    --------
    >>> decide_numbers(["12.5%"], "0.125", NumberRules((), "CNY", None)).wrong["12.5%"][:38]
    'beside bare numbers such as 0.125: wha'
    """
    decided = Decided()
    reads: dict[str, NumberRead] = {}
    for text in texts:
        read = read_number(text, rules.missing, currency=rules.currency, scale=rules.scale, decimal=rules.decimal)
        if read is None:
            decided.wrong[text] = _NO_NUMBER + _hint(text, rules)
        elif read.value and not SMALLEST < abs(read.value) < LARGEST:
            size = "large" if abs(read.value) > 1 else "small"
            decided.wrong[text] = f"which is too {size} to be added up (figures are below 10**26 and keep 12 decimals)"
        else:
            reads[text] = read
            decided.values[text], decided.kinds[text] = read.value, read.kinds
    if rules.scale is None:
        _refuse_mixtures(reads, plain, decided)
    elif rules.scale in SHARES and not rules.is_declared and (plain is None or sizes):
        _refuse_untold_shares(reads, rules, decided, {plain: sizes} if plain else {})
    if rules.is_parted and rules.decimal is None and (doubted := doubtful_decimal(reads)) is not None:
        decided.wrong[doubted] = EITHER
    return decided


def doubtful_decimal(texts: Collection[str]) -> str | None:
    """A number whose only sign may part decimals or thousands, where no other tells which 「小数点歧义」.

    Parameters
    ----------
    texts : collection of str
        Numbers of one column of a file whose fields are parted by ``;``.

    Examples
    --------
    >>> doubtful_decimal(["1.250", "2.125"]), doubtful_decimal(["1.250", "2.5"]), doubtful_decimal(["1,250", "7"])
    ('1.250', None, '1,250')
    """
    plain = {text: narrow(text) for text in texts}
    if any(_TELLING.search(each) for each in plain.values()):
        return None
    return next((text for text, each in plain.items() if _ONE_SIGN.search(each)), None)


def untold_share(sizes: Iterable[float], scale: Scale) -> str | None:
    """Why numbers below a header of percent can't be told from shares; None where they can 「百分数歧义」.

    Parameters
    ----------
    sizes : iterable of float
        All bare numbers of the column.
    scale : str
        What the header says.

    Notes
    -----
    A rate of achievement is often above 1: 1.05 below ``完成率(%)`` may be 105 % or 1.05 %. So percent is told only
    where a number is above 3 and not most of them are at most 1.5.

    Examples
    --------
    >>> untold_share([0.853, 91.2], "%") is None, untold_share([0.853, 0.91], "%")[:30]
    (True, 'below a header that says %, an')
    >>> untold_share([1.05, 0.9], "%") is None, untold_share([1.05, 0.9], "‰") is None
    (False, True)
    """
    found = [abs(each) for each in sizes if each]
    largest = max(found, default=0)
    if not found or (largest > 1 and scale != "%"):
        return None
    if largest > _FULL and 2 * sum(each <= _NEAR for each in found) <= len(found):
        return None
    what = "no number of the column is above 1: it may be a share already"
    if largest > 1:
        what = f"numbers of the column are like shares, up to {largest:g}: {largest:g} may be {100 * largest:g}%"
        if largest > _FULL:
            what = f"most numbers of the column are at most {_NEAR}, the largest is {largest:g}: both may be mixed"
    return (
        f"below a header that says {scale}, and {what}; say"
        f" which under layout, scale ({scale}, or \u5143 for figures as they stand)"
    )


def _refuse_untold_shares(
    reads: dict[str, NumberRead], rules: NumberRules, decided: Decided, plain: dict[str, Sequence[float]]
) -> None:
    """Refuse the first bare number below a header of percent where they may be shares already."""
    bare: dict[str, float] = {}
    for text in reads:
        alone = read_number(text, rules.missing, currency=rules.currency, decimal=rules.decimal)
        if alone is not None and alone.value and not states_scale(alone):
            bare[text] = float(alone.value)
    rule = untold_share([*bare.values(), *(size for sizes in plain.values() for size in sizes)], rules.scale or "%")
    if rule:
        decided.wrong[next(iter([*plain, *bare]))] = rule


def _hint(text: str, rules: NumberRules) -> str:
    """Where a decimal comma would make a number of it."""
    if rules.decimal is not None:
        return f" with the decimal sign {rules.decimal!r} (layout.decimal)"
    other = read_number(text, rules.missing, currency=rules.currency, decimal=",")
    return "" if other is None else "; where a comma stands before the decimals, say layout.decimal: ','"


def _refuse_mixtures(reads: dict[str, NumberRead], plain: str | None, decided: Decided) -> None:
    shares = [text for text, read in reads.items() if _SHARES & set(read.kinds)]
    scaled = [text for text, read in reads.items() if "scale" in read.kinds]
    money = [text for text, read in reads.items() if "currency" in read.kinds and text not in scaled]
    bare = plain or next((text for text, read in reads.items() if read.value and not states_scale(read)), None)
    if shares and (scaled or money):
        decided.wrong[shares[0]] = f"beside {(scaled or money)[0]!r}: a share and an amount in one column; {_AS_SAID}"
    elif bare is not None and (shares or scaled):
        rule = f"beside bare numbers such as {bare}: what those mean is not said; {_AS_SAID}"
        decided.wrong[(shares or scaled)[0]] = rule


def states_scale(read: NumberRead) -> bool:
    """Whether a cell itself says what its number means: 12.5%, 3万, 5元 「是否自带单位」."""
    return bool({"percent", "permille", "scale", "currency"} & set(read.kinds))
