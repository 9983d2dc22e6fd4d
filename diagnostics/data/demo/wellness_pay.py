"""Case A: what store managers were paid, with a raise that had no strings 「案例A：店长薪酬」."""

from __future__ import annotations

import numpy as np
import pandas as pd

from diagnostics.data.demo.noise import month_of, months
from diagnostics.data.demo.wellness_facts import FOCUS, PAY_LINK_START, STORES

RAISE_START = "2024-02"
# Monthly, in yuan: fixed pay, that of the focus store after its raise and under the new scheme; share of revenue.
_FIXED, _RAISED, _LINKED, _SHARE = 3400, 5000, 3500, 0.008
# Under the new scheme 4,000 at the balance point, here in proportion to revenue: the other KPIs stay near their marks.
_VARIABLE, _BALANCE = 4000, 275_000


def pay(rng: np.random.Generator, visits: pd.DataFrame) -> pd.DataFrame:
    """Monthly pay of store managers: fixed, by revenue, deducted, rewarded 「店长薪酬表」.

    Parameters
    ----------
    rng : Generator
        Of its own, so that other tables stay as they are.
    visits : DataFrame
        Daily facts, from which revenue comes.
    """
    month = np.arange(len(months()))
    sales = visits.assign(month=visits["date"].str[:7]).groupby(["store", "month"])["sales"].sum().unstack()
    own = sales.loc[list(STORES)].to_numpy(dtype=float)
    fixed = np.full(own.shape, _FIXED)
    fixed[0] = np.where(
        month < month_of(RAISE_START), _FIXED, np.where(month < month_of(PAY_LINK_START), _RAISED, _LINKED)
    )
    variable = _SHARE * own
    variable[0] = np.where(month < month_of(PAY_LINK_START), variable[0], _VARIABLE / _BALANCE * own[0])
    assert STORES[0] == FOCUS
    columns = {
        "fixed": fixed,
        "variable": np.round(variable).astype(int),
        "deductions": rng.integers(0, 4, own.shape) * 50,
        "rewards": rng.integers(1, 6, own.shape) * 100,
    }
    names = np.repeat(list(STORES), len(month)), np.tile(months().strftime("%Y-%m-%d"), len(STORES))
    return pd.DataFrame({"store": names[0], "month": names[1]} | {key: each.ravel() for key, each in columns.items()})
