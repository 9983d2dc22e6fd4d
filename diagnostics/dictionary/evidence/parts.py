"""Whether a driver is a part of the result's own formula 「公式组成」."""

from __future__ import annotations

from collections.abc import Mapping

from diagnostics.model.kpi import Kpi


def is_part(kpi: Kpi, driver: str, kpis: Mapping[str, Kpi]) -> bool:
    """Whether a driver is a part of what a KPI is computed from, or computed from it 「是否公式组成」.

    Parameters
    ----------
    kpi : Kpi
        The result.
    driver : str
        KPI, or column of the result's source.
    kpis : mapping of Kpi
        All of the dictionary.

    Notes
    -----
    A part says where a gap is (decomposition), and moves with the result whatever the reason. Parts are the KPIs of
    the result's formula and of their formulas in turn, whatever sums the same columns as one of these, and what is
    computed from the result. What a ratio is merely divided by may well act on it, as crowds do on a conversion rate.
    """
    below = formula_kpis(kpi.id, kpis)
    if driver in below or kpi.id in formula_kpis(driver, kpis):
        return True
    own = {(kpi.source, driver)} if driver not in kpis else _summed(kpis[driver])[0]
    parts = {column for each in (kpi.id, *below) if each in kpis for column in _summed(kpis[each])[0]}
    return bool(own) and own <= parts and not own <= _summed(kpi)[1]


def formula_kpis(name: str, kpis: Mapping[str, Kpi]) -> set[str]:
    """KPIs of a KPI's formula, and of theirs in turn; none of a column 「公式涉及的指标」."""
    from diagnostics.dictionary.expression import parse_formula

    found: set[str] = set()
    waiting = [name]
    while waiting:
        kpi = kpis.get(waiting.pop())
        names = parse_formula(kpi.formula).names if kpi is not None and kpi.formula else ()
        waiting += [each for each in names if each not in found]
        found |= set(names)
    return found - {name}


def _summed(kpi: Kpi) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Columns that a measure adds up, and those that it divides by, with their source."""
    from diagnostics.dictionary.expression import parse_measure
    from diagnostics.dictionary.expression.nodes import columns

    if kpi.measure is None:
        return set(), set()
    measure = parse_measure(kpi.measure)
    above, below = (measure.numerator, measure.denominator) if measure.is_ratio else (measure.tree, None)
    named = [{(kpi.source, each) for each in columns(part)} if part is not None else set() for part in (above, below)]
    return named[0], named[1]
