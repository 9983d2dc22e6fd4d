"""A difference shared by the three questions: of values, of ratios, of what is sold 「按问题归因」."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.loop.diagnose.attribution.chain import chain
from diagnostics.loop.diagnose.attribution.kitagawa import (
    Side,
    check_denominators,
    kitagawa,
    rate_factors,
    rates_of,
)
from diagnostics.loop.diagnose.attribution.lmdi import lmdi
from diagnostics.loop.diagnose.attribution.price_volume_mix import check_volumes, price_volume_mix
from diagnostics.loop.diagnose.attribution.shapley import shapley
from diagnostics.loop.diagnose.attribution.shared import Shared
from diagnostics.loop.diagnose.attribution.terms import terms_of
from diagnostics.model.decomposition import MIX, PRICE, RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.dictionary.expression.formula import Formula
    from diagnostics.loop.diagnose.attribution.matched import Matched
    from diagnostics.loop.diagnose.attribution.question import Question
    from diagnostics.model.decomposition import Method

    Figures = dict[str, NDArray[np.float64]]


def share_values(formula: Formula, rows: Matched, method: Method) -> Shared:
    """Difference of a value summed over the rows, shared among the formula's names 「值的归因」."""
    first, last = value_of(formula, rows.before, "before"), value_of(formula, rows.after, "after")
    new, vanished = value_of(formula, rows.new, "after"), value_of(formula, rows.vanished, "before")
    if method == "chain":
        parts = chain(formula.evaluate, formula.names, rows.before, rows.after)
    elif method == "shapley":
        parts = _shapley(formula, rows.before, rows.after)
    else:
        moved = lmdi(formula.factors() or [], rows.before, rows.after)
        parts = {name: formula.coefficient * each for name, each in moved.items()}
    return Shared(
        rows, {name: parts[name] for name in formula.names}, new, -vanished,
        float(first.sum() + vanished.sum()), float(last.sum() + new.sum()), (float(new.sum()), float(vanished.sum())),
    )  # fmt: skip


def _shapley(formula: Formula, before: Figures, after: Figures) -> Figures:
    """Shapley's contributions, the parts of a sum one by one."""
    import numpy as np

    found = {name: np.zeros(len(before[name])) for name in formula.names}
    for factor, part in terms_of(formula):
        sides = ({name: each[name] for name in part.names} for each in (before, after))
        for name, each in shapley(part.evaluate, *sides).items():
            found[name] = found[name] + factor * each
    return found


def share_ratio(question: Question, rows: Matched) -> Shared:
    """Difference of a ratio of sums, shared among rate and mix 「比率的归因」.

    Notes
    -----
    The line of new groups is the ratio with them less the ratio without them, and that of vanished ones the reverse:
    groups that are like the others change nothing by coming or going.
    """
    import numpy as np

    above, under = question.value, question.under
    if under is None:
        raise InputError("Rate and mix need a ratio such as sum(orders) / sum(visits).")
    for told, figures in (("before", (rows.before, rows.vanished)), ("after", (rows.after, rows.new))):
        values = [np.concatenate([value_of(each, some, told) for some in figures]) for each in (under, above)]
        check_denominators(values[0], values[1], told)
    rows = rows.present(lambda figures: value_of(under, figures, "in a group") > 0)

    def side(figures: Figures) -> Side:
        return Side(value_of(above, figures, "in a group"), value_of(under, figures, "in a group"))

    first, last, new, vanished = (side(each) for each in (rows.before, rows.after, rows.new, rows.vanished))
    whole = _joined(first, vanished).ratio(), _joined(last, new).ratio()
    factors = rate_factors(above, under)
    names = [RATE] if factors is None else [name for name, _ in factors]
    parts: Figures = {name: np.zeros(0) for name in (*names, MIX)}
    if len(rows.keys):
        rates = rates_of(first, factors, rows.before), rates_of(last, factors, rows.after)
        parts = kitagawa(rates, (first.below, last.below))
        if factors is not None:
            parts = {name: each * above.coefficient / under.coefficient for name, each in parts.items()}
    # Where no group is on both sides, the ratio went and another came.
    without = (first.ratio(), last.ratio()) if len(rows.keys) else (0.0, 0.0)
    born = (new.above - new.below * without[1]) / _joined(last, new).below.sum()
    gone = -(vanished.above - vanished.below * without[0]) / _joined(first, vanished).below.sum()
    return Shared(rows, parts, born, gone, *whole)


def _joined(one: Side, other: Side) -> Side:
    import numpy as np

    return Side(np.concatenate([one.above, other.above]), np.concatenate([one.below, other.below]))


def share_sales(formula: Formula, rows: Matched, volume: str) -> Shared:
    """Difference of what is sold, shared among volume, mix and price 「价量结构归因」.

    Parameters
    ----------
    volume : str
        Name of the volume: a factor of the formula, or a column beside it; then the price is the value over it.
    """
    prices = [name for name in formula.names if name != volume]
    powers = Counter(power for _, power in formula.factors() or [("", 0)])
    if set(powers) != {1} and volume in formula.names:
        raise InputError(f"Price, volume and mix need a product such as price * {volume}, got {formula.text.source!r}.")
    if not prices:
        raise InputError(f"The formula {formula.text.source!r} names no price beside the volume {volume!r}.")
    for side, figures in (
        ("before", rows.before),
        ("before", rows.vanished),
        ("after", rows.after),
        ("after", rows.new),
    ):
        check_volumes(figures[volume], value_of(formula, figures, side), side)
    rows = rows.present(lambda figures: figures[volume] > 0)
    values = [value_of(formula, each, "") for each in (rows.before, rows.after, rows.new, rows.vanished)]
    if volume in formula.names:
        sold = price_volume_mix(rows.before, rows.after, volume, prices)
        parts = {name: formula.coefficient * each for name, each in sold.items()}
    else:
        first, last = (
            {PRICE: value / figures[volume], volume: figures[volume]}
            for value, figures in zip(values[:2], (rows.before, rows.after), strict=True)
        )
        parts = price_volume_mix(first, last, volume, [PRICE])
    before, after, new, vanished = values
    return Shared(
        rows, parts, new, -vanished, float(before.sum() + vanished.sum()), float(after.sum() + new.sum()),
        (float(new.sum()), float(vanished.sum())),
    )  # fmt: skip


def value_of(formula: Formula, figures: Figures, side: str) -> NDArray[np.float64]:
    """Value of a formula in each row 「公式取值」.

    Raises
    ------
    InputError
        When it has none in some row.
    """
    import numpy as np

    size = len(next(iter(figures.values())))
    value = np.broadcast_to(np.asarray(formula.evaluate(figures), dtype=float), (size,))
    if not np.isfinite(value).all():
        worst = int(np.argmin(np.isfinite(value)))
        shown = ", ".join(f"{name} == {figures[name][worst]:g}" for name in formula.names)
        raise InputError(f"The formula has no value {side} ({shown}).")
    return value
