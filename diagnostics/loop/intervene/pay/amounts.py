"""Figures by name, checked 「按名称给出的数」."""

from __future__ import annotations

import math
from collections.abc import Mapping

from diagnostics.errors import InputError


def checked(
    name: str, values: Mapping[str, float], *, least: float = -math.inf, above: float = -math.inf
) -> dict[str, float]:
    """Figures by name; none missing, infinite, below a least one or not above another 「检查数值」.

    Raises
    ------
    InputError
        When there is none, or one is no such number.
    """
    if not isinstance(values, Mapping) or not values:
        raise InputError(f"{name} == {values!r:.60}, must be a mapping from names to numbers, with one at least.")
    found: dict[str, float] = {}
    for key, value in values.items():
        number = not isinstance(value, bool) and isinstance(value, int | float) and math.isfinite(value)
        if not number or value < least or value <= above:
            rule = "a number" if least == -math.inf else f"a number of at least {least:g}"
            rule = rule if above == -math.inf else f"a number above {above:g}"
            raise InputError(f"{name} of {key!r} == {value!r:.60}, must be {rule}.")
        found[str(key)] = float(value)
    return found
