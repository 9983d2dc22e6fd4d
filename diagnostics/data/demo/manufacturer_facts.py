"""Case B: the facts of a manufacturer whose scores shine while profit falls 「案例B:制造企业」."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from diagnostics.data.demo.noise import Floats, days, month_number, month_of, months, rounded, shocks, table

LINES = ("line_1", "line_2", "line_3", "line_4")
HIT_LINES = ("line_2", "line_4")
DEPARTMENTS = ("workshop_1", "workshop_2", "tooling", "quality", "purchasing", "warehouse", "sales", "personnel")
PRODUCTS, MATERIALS = ("housing", "bracket"), ("M1", "M2")
NEW_MATERIAL_START, DATA_CENTRE_START, OKR_START = "2022-03", "2025-01", "2025-07"

_PIECES_A_DAY = np.array([1500.0, 1450.0, 1300.0, 1350.0])
_SEASON = np.array([0.96, 0.84, 1.04, 1.02, 1.0, 1.01, 0.97, 0.98, 1.04, 1.02, 1.05, 1.07])
_PRODUCT_MIX = np.array([0.6, 0.4])
_KG = np.array([1.8, 1.1])
_PRICE = np.array([46.0, 29.0])
_KG_PRICE = {"M1": 14.0, "M2": 13.8}
_HEADS = np.array([120, 115, 32, 28, 14, 26, 24, 11])


@dataclass(frozen=True)
class Planted:
    """What is planted in case B 「案例B的预设事实」.

    Parameters
    ----------
    scrap, scrap_new : float
        Share of material that is scrapped: with the usual material, and with the new one.
    defects, defects_new : float
        Share of pieces that fail inspection, likewise.
    new_share : float
        Share of the new material that two lines reach at the end of 2025, growing evenly since March 2022.
    data_centre : float
        Relative effect of one source of figures and a daily scrap review on the scrap rate.
    okr : float
        Relative effect of the cross-department teams on defects.
    grading, points : float
        Relative effect of 271 grading and of the points scheme on suggestions.
    """

    scrap: float = 0.03
    scrap_new: float = 0.095
    defects: float = 0.02
    defects_new: float = 0.034
    new_share: float = 0.95
    data_centre: float = -0.2
    okr: float = -0.1
    grading: float = 0.0
    points: float = 0.0


def production(rng: np.random.Generator, planted: Planted) -> pd.DataFrame:
    """Daily facts by line, product and material: pieces, defects, kilograms used and scrapped 「生产日报」."""
    dates = days()
    dates = dates[dates.day_of_week < 6]
    month = month_number(dates)
    pieces = _pieces(rng, planted, dates)
    scrap, defects = _rates(rng, planted)
    made = rng.poisson(rounded(pieces))
    share = scrap[:, month, None, :] * np.exp(rng.normal(0.0, 0.08, size=made.shape))
    used = made * _KG[:, None] / (1 - share)
    frame = table(
        {
            **_grid(dates),
            "pieces": made,
            "defects": rng.binomial(made, rounded(defects[:, month, None, :] + np.zeros(made.shape))),
            "material_kg": np.round(rounded(used), 1),
            "scrap_kg": np.round(rounded(used * share), 1),
        }
    )
    return frame[frame["pieces"] > 0].reset_index(drop=True)


def _pieces(rng: np.random.Generator, planted: Planted, dates: pd.DatetimeIndex) -> Floats:
    """Expected pieces by line, day, product and material: two lines change over to the new material bit by bit."""
    month = month_number(dates)
    demand = _SEASON[months().month - 1] * shocks(rng, 1, 0.015) * shocks(rng, len(LINES), 0.015)
    share = _new_share(planted)
    both = np.stack([1 - share, share], axis=-1)[:, month, None, :]
    expected: Floats = (_PIECES_A_DAY[:, None] * demand)[:, month, None, None] * _PRODUCT_MIX[:, None] * both
    return expected


def _new_share(planted: Planted) -> Floats:
    first = month_of(NEW_MATERIAL_START)
    grown = np.clip((np.arange(len(months())) - first + 1) / (len(months()) - first), 0, 1) * planted.new_share
    return np.array([grown if line in HIT_LINES else np.zeros_like(grown) for line in LINES])


def _rates(rng: np.random.Generator, planted: Planted) -> tuple[Floats, Floats]:
    """Scrap and defect rates by line, month and material, with what the measures did to them."""
    month = np.arange(len(months()))
    calmer = np.where(month >= month_of(DATA_CENTRE_START), 1 + planted.data_centre, 1.0)
    better = np.where(month >= month_of(OKR_START), 1 + planted.okr, 1.0)
    scrap = calmer * shocks(rng, 1, 0.025) * shocks(rng, len(LINES), 0.03)
    defects = better * shocks(rng, 1, 0.02) * shocks(rng, len(LINES), 0.03)
    return (
        scrap[:, :, None] * np.array([planted.scrap, planted.scrap_new]),
        defects[:, :, None] * np.array([planted.defects, planted.defects_new]),
    )


def _grid(dates: pd.DatetimeIndex) -> dict[str, Floats]:
    shape = (len(LINES), len(dates), len(PRODUCTS), len(MATERIALS))
    axes = (np.array(LINES), dates.strftime("%Y-%m-%d").to_numpy(), np.array(PRODUCTS), np.array(MATERIALS))
    names = ("line", "date", "product", "material")
    return {
        name: np.broadcast_to(axis.reshape([-1 if place == own else 1 for place in range(4)]), shape)
        for own, (name, axis) in enumerate(zip(names, axes, strict=True))
    }


def finance(rng: np.random.Generator, made: pd.DataFrame) -> pd.DataFrame:
    """Monthly figures of the company, in yuan: what was sold, what material and the rest cost, profit 「财务月报」.

    Sales and material follow from production, so that scrap is paid for; the rest grows a little each year.
    """
    price = made["product"].map(dict(zip(PRODUCTS, _PRICE, strict=True)))
    facts = pd.DataFrame(
        {
            "month": made["date"].str[:7] + "-01",
            "sales": (made["pieces"] - made["defects"]) * price,
            "material_cost": made["material_kg"] * made["material"].map(_KG_PRICE),
        }
    )
    result = facts.groupby("month", as_index=False).sum()
    grown = 1.009 ** (np.arange(len(result)) / 12)
    other = 0.33 * result["sales"].mean() * (0.15 + 0.85 * result["sales"] / result["sales"].mean()) * grown
    result["other_cost"] = other * (1 + rng.normal(0.0, 0.004, size=len(result)))
    result[["sales", "material_cost", "other_cost"]] = (
        result[["sales", "material_cost", "other_cost"]].round(0).astype(int)
    )
    result["profit"] = result["sales"] - result["material_cost"] - result["other_cost"]
    return result.assign(company="hengyue")[["company", "month", "sales", "material_cost", "other_cost", "profit"]]


def scores(rng: np.random.Generator) -> pd.DataFrame:
    """Monthly score of every department, given by its own head: never below 90 「部门考核得分」."""
    level = 94.5 + 1.5 * np.log(shocks(rng, len(DEPARTMENTS), 1.0)) + np.arange(len(months())) / 40
    return table({**_monthly_grid(), "score": np.clip(np.round(rounded(level), 1), 90.4, 99.5)})


def people(rng: np.random.Generator, planted: Planted) -> pd.DataFrame:
    """Monthly facts by department: people and their suggestions 「人员与改善建议」."""
    month = np.arange(len(months()))
    lift = np.where(month >= month_of("2025-02"), 1 + planted.grading, 1.0)
    lift = lift * np.where(month >= month_of("2025-10"), 1 + planted.points, 1.0)
    heads = np.broadcast_to(_HEADS[:, None], (len(DEPARTMENTS), len(months())))
    rate = rounded(0.6 * heads * lift * shocks(rng, 1, 0.02))
    return table({**_monthly_grid(), "headcount": heads, "suggestions": rng.poisson(rate)})


def _monthly_grid() -> dict[str, Floats]:
    shape = (len(DEPARTMENTS), len(months()))
    return {
        "department": np.broadcast_to(np.array(DEPARTMENTS)[:, None], shape),
        "month": np.broadcast_to(months().strftime("%Y-%m-%d").to_numpy()[None, :], shape),
    }
