"""Which drivers a gap comes from, exactly 「驱动拆解」."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, unknown
from diagnostics.loop.diagnose.attribution.lmdi import log_mean
from diagnostics.loop.diagnose.attribution.matched import Matched, match
from diagnostics.loop.diagnose.attribution.question import Question, ask
from diagnostics.loop.diagnose.attribution.rows import share_ratio, share_sales, share_values
from diagnostics.loop.diagnose.attribution.terms import is_linear
from diagnostics.model.decomposition import METHODS, Decomposition, Method, Reason

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.dictionary.expression.formula import Formula
    from diagnostics.loop.diagnose.attribution.shared import Shared


def decompose(
    before: pd.DataFrame | Mapping[str, Any],
    after: pd.DataFrame | Mapping[str, Any],
    *,
    formula: str,
    by: Sequence[str] = (),
    method: Method = "lmdi",
    volume: str = "",
) -> Decomposition:
    """Contributions of a formula's names to the change of its value 「驱动拆解」.

    Parameters
    ----------
    before, after : DataFrame or mapping
        A column, or a number, for each name of the formula. The value is the sum of the formula over the rows, or one
        sum over another where the formula says so.
    formula : str
        Arithmetic over names, such as ``traffic * conversion_rate * basket``; or a ratio of sums over the rows, such as
        ``sum(orders) / sum(visits)``.
    by : sequence of str
        Columns that say which row is which; the index where there are none. Rows that one side alone has are new or
        vanished and stand apart.
    method : {"lmdi", "lmdi_multiplicative", "shapley", "chain", "kitagawa", "price_volume_mix"}
        ``lmdi`` for products of figures that are not negative, constant factors of any sign among them, else Shapley is
        used and said so; ``shapley`` for any formula; ``chain`` replaces the names in the order in which they stand in
        the formula 「连环替代法」; ``kitagawa`` tells rate from mix in a ratio of sums, and is what any ratio of sums
        gets; ``price_volume_mix`` tells price, volume and mix apart.
    volume : str
        For ``price_volume_mix``: which name is the volume; the last of the formula where none is given. A column beside
        the formula will do: then the price is the formula's value over it.

    Returns
    -------
    Decomposition
        Its contributions sum to ``after - before`` within 1e-9 of the largest of ``|before|``, ``|after|`` and the sum
        of the contributions' sizes.

    Raises
    ------
    InputError
        When a column is missing, a row is there twice, a figure is a text, complex, missing or infinite, the formula
        has no value, a contribution is beyond the range of floats, or a multiplicative decomposition is asked of
        something that is no product of positive figures.

    Examples
    --------
    >>> before = {"traffic": 10000, "rate": 0.12, "basket": 80}
    >>> after = {"traffic": 8500, "rate": 0.13, "basket": 76}
    >>> result = decompose(before, after, formula="traffic * rate * basket", method="chain")
    >>> [round(each) for each in result.frame()["contribution"]]
    [-14400, 6800, -4420]

    Orders over visits of two channels: neither sells better or worse, visitors moved to the poorer one.

    >>> before = {"orders": [30, 10], "visits": [100, 100]}
    >>> after = {"orders": [15, 15], "visits": [50, 150]}
    >>> result = decompose(before, after, formula="sum(orders) / sum(visits)")
    >>> [(factor, round(each, 4)) for factor, each in zip(result.frame()["factor"], result.frame()["contribution"])]
    [('(rate)', 0.0), ('(mix)', -0.05)]
    """
    if method not in METHODS:
        raise unknown("method", method, METHODS)
    if volume and method != "price_volume_mix":
        raise InputError(f"volume={volume!r} is for method='price_volume_mix', got method={method!r}.")
    if isinstance(by, str):
        raise InputError(f"by is {by!r}, must be a sequence of columns such as ({by!r},).")
    question = ask(formula, ratio=method == "kitagawa")
    named = (volume,) if volume and volume not in question.names else ()
    rows = match(before, after, (*question.names, *named), tuple(by))
    used, reason = _method(question, rows, method)
    shared = _shared(question, rows, used, volume)
    result = Decomposition(
        formula=formula, asked=method, method=used, reason=reason, before=shared.before, after=shared.after,
        table=shared.table(), detail=shared.detail(),
        again=lambda other: decompose(before, after, formula=formula, by=by, method=other),
    )  # fmt: skip
    return _multiplied(result) if used == "lmdi_multiplicative" else result


def _shared(question: Question, rows: Matched, method: Method, volume: str) -> Shared:
    """Shares of the method, all finite."""
    import numpy as np

    # What runs out of the range of floats is refused below; it is no surprise to warn of.
    with np.errstate(all="ignore"):
        shared = _told(question, rows, method, volume)
        parts = shared.table().set_index("factor")["contribution"]
    bad = [name for name, each in parts.items() if not np.isfinite(each)]
    if bad or not np.isfinite([shared.before, shared.after]).all():
        what = f"The contribution of {bad[0]}" if bad else "The value summed over the rows"
        raise InputError(f"{what} is beyond the range of floats; take other units.")
    return shared


def _told(question: Question, rows: Matched, method: Method, volume: str) -> Shared:
    if question.under is not None:
        return share_ratio(question, rows)
    if method == "price_volume_mix":
        return share_sales(question.value, rows, volume or question.names[-1])
    return share_values(question.value, rows, method)


def _method(question: Question, rows: Matched, asked: Method) -> tuple[Method, Reason]:
    """Method that can answer, and why it is another than the one asked for."""
    if question.under is not None:
        if asked in ("lmdi_multiplicative", "price_volume_mix"):
            raise InputError(f"method={asked!r} takes a value summed over the rows, this formula is a ratio of sums.")
        return "kitagawa", "" if asked == "kitagawa" else "ratio_of_sums"
    if asked in ("shapley", "chain", "price_volume_mix"):
        return asked, ""
    reason = _hindrance(question.value, rows)
    if reason and asked == "lmdi_multiplicative":
        what = "has a negative figure" if reason == "negative_values" else "is no product"
        raise InputError(f"A multiplicative decomposition needs a product of positive figures; this formula {what}.")
    return ("shapley", reason) if reason else (asked, "")


def _hindrance(formula: Formula, rows: Matched) -> Reason:
    """Why logarithms can't be taken, empty where they can."""
    if formula.factors() is None:
        return "sum_of_parts" if is_linear(formula) else "not_a_product"
    negative = any((side[name] < 0).any() for side in (rows.before, rows.after) for name in formula.names)
    return "negative_values" if negative else ""


def _multiplied(result: Decomposition) -> Decomposition:
    """Additive contributions as factors whose product is ``after / before``."""
    from dataclasses import replace

    import numpy as np

    # A negative constant turns both totals, and their ratio stays.
    sign = -1.0 if result.before < 0 else 1.0
    if result.before * sign <= 0 or result.after * sign <= 0:
        got = f"{result.before:g} before and {result.after:g} after"
        raise InputError(f"A multiplicative decomposition needs positive totals, got {got}.")
    mean = sign * log_mean(np.array([result.after * sign]), np.array([result.before * sign]))[0]
    with np.errstate(all="ignore"):
        table = result.table.assign(contribution=np.exp(result.table["contribution"] / mean))
    if not np.isfinite(table["contribution"]).all():
        raise InputError("A factor of the ratio is beyond the range of floats; take method='lmdi'.")
    return replace(result, table=table, detail=result.detail.iloc[:0])
