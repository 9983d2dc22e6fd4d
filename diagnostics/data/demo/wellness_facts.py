"""Case A: the facts of a chain of wellness shops, with what was planted in them 「案例A:养生门店」."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from diagnostics.data.demo.noise import (
    Counts,
    Floats,
    days,
    month_number,
    month_of,
    months,
    rounded,
    shocks,
    table,
)

FOCUS = "qinghe"
STORES = (
    FOCUS, "songtao", "lanting", "mingyue", "zhuxi", "yunfeng",
    "linjiang", "wanghu", "xinglin", "fengqiao", "jinxiu", "baicao",
)  # fmt: skip
CHANNELS = ("new", "returning")
SERVICES = ("tuina", "moxa", "foot")
FOLLOW_UP_START, PAY_LINK_START, DECOY_START = "2024-09", "2025-05", "2024-10"

_SIZE = np.array([1.0, 1.06, 0.94, 1.1, 0.9, 1.02, 0.97, 1.08, 0.92, 1.04, 0.99, 0.96])
_SEASON = np.array([1.06, 0.88, 0.99, 1.0, 1.02, 0.98, 0.96, 0.97, 0.99, 1.03, 1.05, 1.07])
_WEEKDAY = np.array([0.88, 0.86, 0.9, 0.94, 1.06, 1.22, 1.14])
_MIX = np.array([0.45, 0.55])  # new, returning
_SERVICE_MIX = np.array([0.45, 0.25, 0.3])
_PRICE = np.array([198.0, 268.0, 168.0])
_CONVERSION = np.array([0.40, 0.70])
_COMPLAINTS = 0.012
# Minutes that visitors wait, and the share of them that each further minute costs.
_WAIT, _LOST_A_MINUTE = 3.0, 0.035
_VISITS_A_DAY = 90.0


@dataclass(frozen=True)
class Planted:
    """What is planted in case A 「案例A的预设事实」.

    Parameters
    ----------
    new_conversion : float
        Conversion of new customers at the focus shop; its sisters reach 0.40.
    repurchase, repurchase_elsewhere : float
        Share of members who buy again, at the focus shop before any measure and elsewhere.
    fewer_returning : float
        Factor on returning visits at the focus shop, the shadow of the low repurchase rate.
    decoy : float
        Factor on traffic that every shop alike reaches a year after October 2024.
    fixed_raise, pay_link : float
        Relative effect on revenue.
    follow_up : float
        Effect on the repurchase rate, as a share (0.045 are 4.5 percentage points).
    """

    new_conversion: float = 0.19
    repurchase: float = 0.25
    repurchase_elsewhere: float = 0.34
    fewer_returning: float = 0.88
    decoy: float = 0.87
    fixed_raise: float = 0.0
    pay_link: float = 0.12
    follow_up: float = 0.045


def visits(rng: np.random.Generator, planted: Planted, waits: np.random.Generator) -> pd.DataFrame:
    """Daily facts by shop, channel and service: visits, orders, sales, complaints, minutes waited 「门店日流水」.

    Parameters
    ----------
    waits : Generator
        Draws of its own for the minutes waited: without them everything else is the same.
    """
    dates = days()
    month = month_number(dates)
    rate = _visit_rate(rng, planted)[:, month] * _WEEKDAY[dates.day_of_week]
    mix = np.tile(_MIX, (len(STORES), 1))
    mix[0, 1] *= planted.fewer_returning
    came = rng.poisson(rounded(rate[:, :, None, None] * mix[:, None, :, None] * _SERVICE_MIX))
    conversion = _conversion(rng, planted)[:, month, :, None]
    bought = rng.binomial(came, rounded(conversion))
    sales = _sales(rng, bought, _basket(rng, planted)[:, month])
    return table(
        {
            **_grid(dates),
            "visits": came,
            "orders": bought,
            "sales": sales,
            "complaints": rng.binomial(bought, _COMPLAINTS),
            "waited": _waited(waits, conversion, bought.shape),
        }
    )


def _visit_rate(rng: np.random.Generator, planted: Planted) -> Floats:
    """Visits a day by shop and month: size, season, shocks of the town and of the shop, the decoy."""
    ramp = np.clip((np.arange(len(months())) - month_of(DECOY_START) + 1) / 6, 0, 1)
    common = _SEASON[months().month - 1] * shocks(rng, 1, 0.015) * (1 - (1 - planted.decoy) * ramp)
    return _VISITS_A_DAY * _SIZE[:, None] * common * shocks(rng, len(STORES), 0.025)


def _conversion(rng: np.random.Generator, planted: Planted) -> Floats:
    """Share of visits that become orders, by shop, month and channel."""
    level = np.tile(_CONVERSION, (len(STORES), 1))
    level[0, 0] = planted.new_conversion
    return np.minimum(level[:, None, :] * shocks(rng, len(STORES), 0.012)[:, :, None], 0.95)


def _waited(rng: np.random.Generator, conversion: Floats, shape: tuple[int, ...]) -> Floats:
    """Minutes until somebody attends to a visitor: who waits longer buys less often."""
    longer = (_CONVERSION[:, None] - conversion) / _LOST_A_MINUTE
    minutes = np.maximum(_WAIT + longer + rng.normal(0.0, 0.3, size=shape), 0.0)
    found: Floats = np.asarray(np.round(minutes, 1), dtype=np.float64)
    return found


def _basket(rng: np.random.Generator, planted: Planted) -> Floats:
    """Factor on prices, by shop and month: two per cent a year, and what the measures did to revenue."""
    month = np.arange(len(months()))
    level = np.tile(1.02 ** (month / 12), (len(STORES), 1)) * shocks(rng, len(STORES), 0.015)
    level[0, month >= month_of("2024-02")] *= 1 + planted.fixed_raise
    level[0, month >= month_of(PAY_LINK_START)] *= 1 + planted.pay_link
    return level


def _sales(rng: np.random.Generator, orders: Counts, basket: Floats) -> Counts:
    """Sales in whole yuan: an order costs its price, give or take a third."""
    mean = orders * _PRICE * basket[:, :, None, None]
    wobble = rng.normal(0.0, 0.33, size=orders.shape) / np.sqrt(np.maximum(orders, 1))
    return np.round(rounded(mean * np.maximum(1 + wobble, 0.1))).astype(np.int64)


def _grid(dates: pd.DatetimeIndex) -> dict[str, Floats]:
    shape = (len(STORES), len(dates), len(CHANNELS), len(SERVICES))
    axes = (np.array(STORES), dates.strftime("%Y-%m-%d").to_numpy(), np.array(CHANNELS), np.array(SERVICES))
    names = ("store", "date", "channel", "service")
    return {
        name: np.broadcast_to(axis.reshape([-1 if place == own else 1 for place in range(4)]), shape)
        for own, (name, axis) in enumerate(zip(names, axes, strict=True))
    }


def members(rng: np.random.Generator, planted: Planted) -> pd.DataFrame:
    """Monthly facts by shop: members, those who came back, those who were called 「会员月报」."""
    month = np.arange(len(months()))
    held = rng.poisson(rounded(1200 * _SIZE[:, None] * 1.003**month))
    again = np.full(held.shape, planted.repurchase_elsewhere)
    again[0] = planted.repurchase + planted.follow_up * (month >= month_of(FOLLOW_UP_START))
    called = np.full(held.shape, 0.62)
    called[0] = np.where(month >= month_of(FOLLOW_UP_START), 0.82, 0.44)
    again, called = again * shocks(rng, len(STORES), 0.02), called * shocks(rng, len(STORES), 0.03)
    return table(
        {
            **_monthly_grid(),
            "members": held,
            "repurchased": rng.binomial(held, rounded(again)),
            "followed_up": rng.binomial(held, rounded(np.minimum(called, 0.98))),
        }
    )


def staff(rng: np.random.Generator) -> pd.DataFrame:
    """Monthly facts by shop: people at work 「在岗人数」."""
    usual = np.round(13 * _SIZE).astype(np.int64)[:, None]
    change = rng.choice(np.array([-1, 0, 0, 0, 1]), size=(len(STORES), len(months())))
    return table({**_monthly_grid(), "headcount": usual + change})


def _monthly_grid() -> dict[str, Floats]:
    shape = (len(STORES), len(months()))
    return {
        "store": np.broadcast_to(np.array(STORES)[:, None], shape),
        "month": np.broadcast_to(months().strftime("%Y-%m-%d").to_numpy()[None, :], shape),
    }


def targets(sales: pd.DataFrame) -> pd.DataFrame:
    """Monthly revenue targets by shop and company, from the average shop's history and the shop's size 「营收目标表」.

    Notes
    -----
    A shop's target is its traffic last year in that month times what its sisters earned per visit then:
    the same bar for all, so a shop that converts badly has a gap. Base is 94 % of it, stretch 106 %.
    """
    facts = sales.assign(month=sales["date"].str[:7]).groupby(["store", "month"], sort=True)[["visits", "sales"]].sum()
    town = facts.groupby("month")[["visits", "sales"]].sum()
    bar = facts["visits"] * (town["sales"] / town["visits"]).reindex(facts.index, level="month")
    shops = bar.rename("target").reset_index()
    chain = shops.groupby("month", as_index=False)["target"].sum().assign(store="kangyue")
    both = pd.concat([shops, chain], ignore_index=True)
    both["month"] = (both["month"].str[:4].astype(int) + 1).astype(str) + both["month"].str[4:]
    both = both[both["month"] <= "2025-12"].sort_values(["store", "month"], ignore_index=True)
    for tier, factor in (("base", 0.94), ("stretch", 1.06)):
        both[tier] = (both["target"] * factor).round(-2).astype(int)
    both["target"] = both["target"].round(-2).astype(int)
    return pd.DataFrame(both, columns=["store", "month", "base", "target", "stretch"])
