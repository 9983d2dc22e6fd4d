"""Which KPIs move each other by the KPI tree 「相关指标」."""

from __future__ import annotations

from collections.abc import Mapping

from diagnostics.dictionary.tree import build_tree
from diagnostics.model.kpi import Kpi


def family(kpi: str, kpis: Mapping[str, Kpi]) -> frozenset[str]:
    """A KPI, all that drive it and all that it drives, by ``parent`` or formula 「相关指标」.

    Siblings are no family: what two drivers share is above them, not in their figures.

    Parameters
    ----------
    kpi : str
        The KPI; one that is not known is its own family.
    kpis : mapping of Kpi
        All KPIs.

    Examples
    --------
    >>> both = {"unit": "count", "direction": "higher", "measure": "sum(x)", "source": "s"}
    >>> names = {"sales": None, "visits": "sales", "stock": "sales"}
    >>> kpis = {each: Kpi(id=each, name=each, parent=above, **both) for each, above in names.items()}
    >>> sorted(family("visits", kpis)), sorted(family("sales", kpis))
    (['sales', 'visits'], ['sales', 'stock', 'visits'])
    """
    if kpi not in kpis:
        return frozenset({kpi})
    tree = build_tree(kpis)
    return _reached(kpi, tree.parents) | _reached(kpi, tree.children)


def _reached(kpi: str, steps: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    found, waiting = {kpi}, [kpi]
    while waiting:
        new = [each for each in steps[waiting.pop()] if each not in found]
        found.update(new)
        waiting.extend(new)
    return frozenset(found)
