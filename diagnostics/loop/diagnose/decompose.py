"""Which drivers a gap comes from, exactly 「驱动拆解」."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from diagnostics.dictionary.expression.formula import Formula, parse_formula
from diagnostics.errors import InputError, unknown
from diagnostics.loop.diagnose.attribution.chain import chain
from diagnostics.loop.diagnose.attribution.lmdi import lmdi, log_mean
from diagnostics.loop.diagnose.attribution.matched import Matched, match
from diagnostics.loop.diagnose.attribution.shapley import shapley
from diagnostics.model.decomposition import METHODS, NEW, VANISHED, Decomposition, Method, Reason

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Figures = dict[str, NDArray[np.float64]]


def decompose(
    before: pd.DataFrame | Mapping[str, Any],
    after: pd.DataFrame | Mapping[str, Any],
    *,
    formula: str,
    by: Sequence[str] = (),
    method: Method = "lmdi",
) -> Decomposition:
    """Contributions of a formula's names to the change of its value 「驱动拆解」.

    Parameters
    ----------
    before, after : DataFrame or mapping
        A column, or a number, for each name of the formula. The value is the sum of the formula over the rows.
    formula : str
        Arithmetic over names, such as ``traffic * conversion_rate * basket``.
    by : sequence of str
        Columns that say which row is which; the index where there are none. Rows that one side alone has are new or
        vanished and stand apart.
    method : {"lmdi", "lmdi_multiplicative", "shapley", "chain"}
        ``lmdi`` for products of figures that are not negative, else Shapley is used and said so; ``shapley`` for any
        formula; ``chain`` replaces the names in the order in which they stand in the formula 「连环替代法」.

    Returns
    -------
    Decomposition
        Its contributions sum to ``after - before`` within 1e-9 of the largest of ``|before|``, ``|after|`` and the sum
        of the contributions' sizes.

    Raises
    ------
    InputError
        When a column is missing, a row is there twice, a figure is missing or infinite, the formula has no value, or a
        multiplicative decomposition is asked of something that is no product of positive figures.

    Examples
    --------
    >>> before = {"traffic": 10000, "rate": 0.12, "basket": 80}
    >>> after = {"traffic": 8500, "rate": 0.13, "basket": 76}
    >>> result = decompose(before, after, formula="traffic * rate * basket", method="chain")
    >>> [round(each) for each in result.frame()["contribution"]]
    [-14400, 6800, -4420]
    """
    if method not in METHODS:
        raise unknown("method", method, METHODS)
    parsed = parse_formula(formula)
    rows = match(before, after, parsed.names, tuple(by))
    first, last = _value(parsed, rows.before, "before"), _value(parsed, rows.after, "after")
    new, vanished = _value(parsed, rows.new, "after"), _value(parsed, rows.vanished, "before")
    used, reason = _method(parsed, rows, method)
    parts = _contributions(parsed, rows, used)
    table = _table(parsed, rows, parts, (new, vanished))
    result = Decomposition(
        formula=formula, asked=method, method=used, reason=reason,
        before=float(first.sum() + vanished.sum()), after=float(last.sum() + new.sum()),
        table=table, detail=_detail(rows, parts, (new, vanished)),
    )  # fmt: skip
    return _multiplied(result) if used == "lmdi_multiplicative" else result


def _method(formula: Formula, rows: Matched, asked: Method) -> tuple[Method, Reason]:
    """Method that can answer, and why it is another than the one asked for."""
    if asked in ("shapley", "chain"):
        return asked, ""
    reason: Reason = ""
    if formula.factors() is None:
        reason = "not_a_product"
    elif any((each < 0).any() for side in (rows.before, rows.after) for each in side.values()):
        reason = "negative_values"
    if reason and asked == "lmdi_multiplicative":
        what = "is no product" if reason == "not_a_product" else "has a negative figure"
        raise InputError(f"A multiplicative decomposition needs a product of positive figures; this formula {what}.")
    return ("shapley", reason) if reason else (asked, "")


def _contributions(formula: Formula, rows: Matched, method: Method) -> Figures:
    if method == "chain":
        return chain(formula.evaluate, formula.names, rows.before, rows.after)
    if method == "shapley":
        return shapley(formula.evaluate, rows.before, rows.after)
    return lmdi(formula.factors() or [], rows.before, rows.after)


def _value(formula: Formula, figures: Figures, side: str) -> NDArray[np.float64]:
    """Value of the formula in each row."""
    import numpy as np

    size = len(next(iter(figures.values())))
    value = np.broadcast_to(np.asarray(formula.evaluate(figures), dtype=float), (size,))
    if not np.isfinite(value).all():
        shown = ", ".join(f"{name} == {each[int(np.argmin(np.isfinite(value)))]:g}" for name, each in figures.items())
        raise InputError(f"The formula has no value {side} ({shown}).")
    return value


def _table(
    formula: Formula, rows: Matched, parts: Figures, sides: tuple[NDArray[np.float64], NDArray[np.float64]]
) -> pd.DataFrame:
    import pandas as pd

    single = len(rows.keys) == 1 and not len(rows.new_keys) and not len(rows.vanished_keys)
    lines = [
        {
            "factor": name,
            "before": rows.before[name][0] if single else float("nan"),
            "after": rows.after[name][0] if single else float("nan"),
            "contribution": float(parts[name].sum()),
        }
        for name in formula.names
    ]
    new, vanished = sides
    if len(new):
        lines.append({"factor": NEW, "before": float("nan"), "after": new.sum(), "contribution": new.sum()})
    if len(vanished):
        gone = vanished.sum()
        lines.append({"factor": VANISHED, "before": gone, "after": float("nan"), "contribution": -gone})
    return pd.DataFrame(lines, columns=["factor", "before", "after", "contribution"])


def _detail(rows: Matched, parts: Figures, sides: tuple[NDArray[np.float64], NDArray[np.float64]]) -> pd.DataFrame:
    import pandas as pd

    new, vanished = sides
    blocks = [rows.keys.assign(factor=name, contribution=each) for name, each in parts.items()]
    blocks.append(rows.new_keys.assign(factor=NEW, contribution=new))
    blocks.append(rows.vanished_keys.assign(factor=VANISHED, contribution=-vanished))
    return pd.concat([each for each in blocks if len(each)], ignore_index=True)


def _multiplied(result: Decomposition) -> Decomposition:
    """Additive contributions as factors whose product is ``after / before``."""
    from dataclasses import replace

    import numpy as np

    if result.before <= 0 or result.after <= 0:
        got = f"{result.before:g} before and {result.after:g} after"
        raise InputError(f"A multiplicative decomposition needs positive totals, got {got}.")
    mean = log_mean(np.array([result.after]), np.array([result.before]))[0]
    table = result.table.assign(contribution=np.exp(result.table["contribution"] / mean))
    return replace(result, table=table, detail=result.detail.iloc[:0])
