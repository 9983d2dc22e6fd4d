"""Texts of one column read as numbers: none is guessed, and one column means one thing 「数字列」."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from diagnostics.data.layout.number_text import NumberRead, read_number
from diagnostics.data.layout.odd_cells import Decided
from diagnostics.model.layout import Scale

# Sums hold values up to this, and keep 12 decimals: smaller than this is 0 in them.
LARGEST, SMALLEST = 1e26, 1e-290
_NO_NUMBER = "which is no number"
_SHARES = {"percent", "permille"}


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
    """

    missing: tuple[str, ...]
    currency: str
    scale: Scale | None


def decide_numbers(texts: Iterable[str], plain: str | None, rules: NumberRules) -> Decided:
    """Read the texts of a number column 「识别数字列」.

    Parameters
    ----------
    texts : iterable of str
        Each distinct text that is no plain number; all of them where a scale is declared.
    plain : str, optional
        A plain number other than 0 that stands in the column too.
    rules : NumberRules
        How they are to be read.

    Returns
    -------
    Decided
        With ``wrong`` where a text is no number, or where 12.5% and 0.125, or 3万 and 30000, stand in one column:
        nobody can tell what the bare ones mean unless ``layout.scale`` says it.

    Examples
    --------
    >>> decide_numbers(["12.5%"], "0.125", NumberRules((), "CNY", None)).wrong["12.5%"][:38]
    'beside bare numbers such as 0.125: wha'
    """
    decided = Decided()
    reads: dict[str, NumberRead] = {}
    for text in texts:
        read = read_number(text, rules.missing, currency=rules.currency, scale=rules.scale)
        if read is None:
            decided.wrong[text] = _NO_NUMBER
        elif read.value and not SMALLEST < abs(read.value) < LARGEST:
            size = "large" if abs(read.value) > 1 else "small"
            decided.wrong[text] = f"which is too {size} to be added up (figures are below 10**26 and keep 12 decimals)"
        else:
            reads[text] = read
            decided.values[text], decided.kinds[text] = read.value, read.kinds
    if rules.scale is None:
        _refuse_mixtures(reads, plain, decided)
    return decided


def _refuse_mixtures(reads: dict[str, NumberRead], plain: str | None, decided: Decided) -> None:
    shares = [text for text, read in reads.items() if _SHARES & set(read.kinds)]
    scaled = [text for text, read in reads.items() if "scale" in read.kinds]
    money = [text for text, read in reads.items() if "currency" in read.kinds and text not in scaled]
    bare = plain or next((text for text, read in reads.items() if read.value and not _states_scale(read)), None)
    if shares and (scaled or money):
        decided.wrong[shares[0]] = f"beside {(scaled or money)[0]!r}: a share and an amount in one column"
    elif bare is not None and (shares or scaled):
        rule = f"beside bare numbers such as {bare}: what those mean is not said; declare it by layout.scale"
        decided.wrong[(shares or scaled)[0]] = rule


def _states_scale(read: NumberRead) -> bool:
    return bool({"percent", "permille", "scale", "currency"} & set(read.kinds))
