"""Published effects and made-up ones: what was published, what is found here, what others' programs find, in what time.

Usage: ``python tests/benchmarks/effects.py [--slow]``

Processor time of the estimate alone, all threads of the process added up (`make bench-effects` gives each program one),
the least of several runs; both read the same frame. diff-diff, pysyncon and synthdid-py come with the test extra, statsmodels with perfloop. Public data are read from
../shared/data; without them only the made-up cases are shown. --slow adds the synthetic control with predictors.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import diff_diff
import numpy as np
import pandas as pd
import pysyncon
import statsmodels.api as sm
import synthdid

from diagnostics.loop.track.effect import estimate_effect
from diagnostics.loop.track.effect.contrast import hac
from diagnostics.loop.track.effect.did import did
from diagnostics.loop.track.effect.panel import Columns, Panel, read_panel
from diagnostics.loop.track.effect.series import its, poisson_its
from diagnostics.loop.track.effect.staggered import Design, callaway_santanna
from diagnostics.loop.track.effect.staggered.two_way import two_way_fixed
from diagnostics.loop.track.effect.synthetic import synthetic_control, synthetic_did

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
SEED, RUNS = 20260101, 5


@dataclass(frozen=True)
class Line:
    """A row of the table."""

    case: str
    published: str
    here: str
    peer: str
    ours: float
    theirs: float | None


def timed(work: Callable[..., Any], *given: Any, runs: int = RUNS) -> tuple[Any, float]:
    """What a piece of work gives, and its least processor time in seconds; the first run, which may import, is none."""
    found, times = work(*given), []
    for _ in range(runs):
        began = time.process_time()
        found = work(*given)
        times.append(time.process_time() - began)
    return found, min(times)


def noise(draws: np.random.Generator, rows: int, periods: int) -> Any:
    """Standard normal series whose neighbours correlate by 0.3."""
    values = draws.standard_normal((rows, periods))
    for at in range(1, periods):
        values[:, at] = 0.3 * values[:, at - 1] + np.sqrt(1 - 0.09) * values[:, at]
    return values


def shops(cohorts: dict[int, int], others: int, periods: int = 36) -> tuple[pd.DataFrame, dict[str, int]]:
    """Made-up shops: an effect of 1 that grows by 0.1 a month from each shop's start on."""
    draws = np.random.default_rng(SEED)
    starts = np.repeat([*cohorts, periods], [*cohorts.values(), others])
    month = np.arange(periods)
    since = month - starts[:, None]
    values = 100 + noise(draws, len(starts), periods) + noise(draws, 1, periods) + (since >= 0) * (1 + 0.1 * since)
    names = np.array([f"s{each}" for each in range(len(starts))])
    frame = pd.DataFrame(
        {"shop": np.repeat(names, periods), "month": np.tile(month, len(names)), "sales": values.ravel()}
    )
    frame["first"] = np.repeat(np.where(starts < periods, starts, 0), periods)
    return frame, {name: int(start) for name, start in zip(names, starts, strict=True) if start < periods}


def alone(periods: int) -> Panel:
    """One series of months with a change at two thirds."""
    month = np.arange(periods)
    values = (
        np.random.default_rng(SEED).normal(100, 3, periods) + 2 * np.sin(month / 2) + 5 * (month >= periods * 2 // 3)
    )
    frame = pd.DataFrame({"month": month, "sales": np.round(values)})
    return read_panel(frame, Columns(None, "month", "sales"), (), periods * 2 // 3, None)


def series() -> Iterator[Line]:
    """A series alone, beside the regression that practice knows: it draws nothing, and a GLM knows no memory."""
    for periods in (36, 48):
        panel, month = alone(periods), np.arange(periods)
        waves = [wave(2 * np.pi * k * month / 12) for k in (1, 2) for wave in (np.sin, np.cos)]
        x = np.column_stack([np.ones(periods), month, *waves, panel.after.astype(float)])
        found, ours = timed(its, panel)
        told, theirs = timed(sarimax, panel.series, x, runs=2)
        yield Line(
            f"interrupted series, {periods} months", "–", f"{found.effect:.4f}", f"SARIMAX {told:.4f}", ours, theirs
        )
        found, ours = timed(poisson_its, panel)
        told, theirs = timed(poisson, panel.series, x)
        yield Line(f"the same of counts, {periods} months", "–", f"{found.effect:.4f}", f"GLM {told:.4f}", ours, theirs)


def sarimax(values: Any, x: Any) -> float:
    """Last coefficient of a regression with an autoregressive error by full likelihood."""
    return float(sm.tsa.SARIMAX(values, x, order=(1, 0, 0)).fit(disp=False).params[x.shape[1] - 1])


def poisson(values: Any, x: Any) -> float:
    """Last coefficient of a quasi-Poisson regression."""
    return float(sm.GLM(values, x, family=sm.families.Poisson()).fit(scale="X2").params[-1])


def made() -> Iterator[Line]:
    """Made-up shops beside diff-diff."""
    names = ("sales", "shop", "month", "first")
    for cohorts, others in (({18: 5, 21: 5, 24: 5}, 20), ({12: 20, 18: 30, 24: 40}, 110)):
        frame, starts = shops(cohorts, others)
        panel = read_panel(frame, Columns("shop", "month", "sales"), list(starts), starts, None)
        found, ours = timed(callaway_santanna, panel)
        told, theirs = timed(fitted, frame, names, "dr")
        case = f"staggered, {len(starts)} of {len(panel.entities)} shops, 36 months"
        yield Line(case, "–", f"{found.effect:.6f}", f"diff-diff {told.overall_att:.6f}", ours, theirs)
    frame, starts = shops({24: 11}, 15)
    panel = read_panel(frame, Columns("shop", "month", "sales"), list(starts), 24, None)
    ever = frame.assign(mine=(frame["first"] > 0).astype(int), late=(frame["month"] >= 24).astype(int))
    found, ours = timed(did, panel)
    told, theirs = timed(regressed, ever)
    here, peer = (f"{effect:.4f} ± {error:.4f}" for effect, error in ((found.effect, found.error), (told.att, told.se)))
    yield Line("11 of 26 shops, one start", "–", here, f"diff-diff {peer}", ours, theirs)


def regressed(frame: pd.DataFrame) -> Any:
    """diff-diff's clustered regression."""
    model = diff_diff.TwoWayFixedEffects(cluster="shop")
    return model.fit(frame, outcome="sales", treatment="mine", unit="shop", post="late")


def fitted(frame: pd.DataFrame, names: tuple[str, str, str, str], how: str, covariates: Any = None) -> Any:
    """diff-diff's estimate of staggered starts, all aggregates, joint bands by 999 draws as ours."""
    outcome, unit, moment, first = names
    return diff_diff.CallawaySantAnna(estimation_method=how, n_bootstrap=999, seed=1).fit(
        frame, outcome=outcome, unit=unit, time=moment, first_treat=first, covariates=covariates, aggregate="all"
    )


def wages() -> Iterator[Line]:
    """Minimum wages and teen employment."""
    frame = pd.read_csv(DATA / "effect/mpdta.csv").rename(columns={"first.treat": "first"})
    starts = frame[frame["first"] > 0].drop_duplicates("countyreal").set_index("countyreal")["first"].to_dict()
    names = ("lemp", "countyreal", "year", "first")
    published = [
        -0.0105,
        -0.0704,
        -0.1373,
        -0.1008,
        0.0065,
        -0.0028,
        -0.0046,
        -0.0412,
        0.0305,
        -0.0027,
        -0.0311,
        -0.0261,
    ]
    for way, how, said in (
        (None, "dr", "simple −.0400"),
        ("doubly_robust", "dr", "–"),
        ("regression", "reg", "–"),
        ("weighting", "ipw", "–"),
    ):
        covariates = ("lpop",) if way else ()
        panel = read_panel(frame, Columns("countyreal", "year", "lemp", None, covariates), list(starts), starts, None)
        design = Design(adjustment=way) if way else Design()
        found, ours = timed(callaway_santanna, panel, 0, design)
        told, theirs = timed(fitted, frame, names, how, list(covariates) or None)
        tables = found.staggered
        if way is None:
            away = float(np.abs(tables["group_time"]["effect"] - published).max())
            yield Line("minimum wages, 12 ATT(g,t), furthest", "0 (4 digits)", f"{away:.6f}", "", ours, None)
        case = "minimum wages" if way is None else f"minimum wages, population, {way.replace('_', ' ')}"
        effect, peer = tables["overall"]["effect"][0], f"diff-diff {told.overall_att:.6f}"
        yield Line(case, said, f"{effect:.6f}", peer, ours, theirs)
        if way is None:
            group, dynamic = tables["overall"]["effect"][1:]
            yield Line("the same, by cohort; by time", "−.0310; −.0772", f"{group:.4f}; {dynamic:.4f}", "", ours, None)
            both, ours = timed(two_way_fixed, panel)
            yield Line("the same, two-way (contrast)", "−.0365", f"{both.effect:.4f}", "", ours, None)


def smoking() -> Iterator[Line]:
    """California's tobacco tax."""
    frame = pd.read_csv(DATA / "effect/prop99.csv", sep=";")
    columns = Columns("State", "Year", "PacksPerCapita")
    panel = read_panel(frame, columns, ["California"], 1989, None)
    found, ours = timed(did, panel)
    yield Line("California, plain difference", "−27.3491", f"{found.effect:.4f}", "", ours, None)
    for treated, published in ((["California"], "−15.6038"), (["California", "Nevada", "Utah"], "–")):
        panel = read_panel(frame, columns, treated, 1989, None)
        ever = frame.assign(ever=frame["State"].isin(treated).astype(int))
        found, ours = timed(synthetic_did, panel, runs=2)
        told, theirs = timed(weighted, ever, runs=2)
        case = f"synthetic DiD, {len(treated)} state(s), {found.placebo.count} placebos (theirs 200)"
        here, peer = (
            f"{effect:.4f} ± {error:.2f}" for effect, error in ((found.effect, found.error), (told.att, told.se))
        )
        yield Line(case, published, here, f"diff-diff {peer}", ours, theirs)
    setup = synthdid.panel_matrices(frame, unit="State", time="Year", outcome="PacksPerCapita", treatment="treated")
    told, theirs = timed(synthdid.synthdid_estimate, setup.Y, setup.N0, setup.T0, runs=2)
    panel = read_panel(frame, columns, ["California"], 1989, None)
    found, ours = timed(synthetic_did, panel, runs=2)
    peer = f"synthdid-py {float(told):.4f}, no error"
    yield Line("California, synthetic DiD", "−15.6038", f"{found.effect:.4f}", peer, ours, theirs)
    found, ours = timed(synthetic_control, panel, runs=2)
    table = frame.pivot(index="Year", columns="State", values="PacksPerCapita")
    before, others = table.loc[:1988], [each for each in table if each != "California"]
    weights, theirs = timed(matched, before[others].to_numpy(), before["California"].to_numpy())
    after = table.loc[1989:]
    told = (after["California"] - after[others] @ np.asarray(weights).ravel()).mean()
    yield Line(
        "California, synthetic control", "−19.6", f"{found.effect:.3f}", f"pysyncon {told:.3f}, no error", ours, theirs
    )


def weighted(frame: pd.DataFrame) -> Any:
    """diff-diff's synthetic difference-in-differences with 200 placebos."""
    return diff_diff.SyntheticDiD(variance_method="placebo", n_bootstrap=200, seed=1).fit(
        frame,
        outcome="PacksPerCapita",
        treatment="ever",
        unit="State",
        time="Year",
        post_periods=list(range(1989, 2001)),
    )


def matched(others: Any, own: Any) -> Any:
    """pysyncon's weights, all years before the start alike."""
    return pysyncon.Synth().w_optimize(V_mat=np.eye(len(own)), X0=others, X1=own)[0]


def compared(frame: pd.DataFrame) -> Any:
    """diff-diff's plain difference."""
    return diff_diff.DifferenceInDifferences().fit(frame, outcome="fte", treatment="nj", post="d")


def wages_of_two_states() -> Iterator[Line]:
    """Card and Krueger's restaurants."""
    stores = pd.read_csv(DATA / "effect/card-krueger.csv").dropna(subset=["fte"]).astype({"id": str})
    means = stores.groupby(["nj", "d"])["fte"].mean()
    cells = means[1, 1] - means[1, 0] - means[0, 1] + means[0, 0]
    yield Line("Card and Krueger, cell means (contrast)", "2.754", f"{cells:.3f}", "", 0.0, None)
    both = stores[stores.groupby("id")["d"].transform("nunique") == 2]
    treated = list(both.loc[both["nj"] == 1, "id"].unique())
    panel = read_panel(both, Columns("id", "d", "fte"), treated, 1, None)
    found, ours = timed(did, panel)
    told, theirs = timed(compared, both)
    yield Line(
        "the same, 384 restaurants seen twice",
        "2.750",
        f"{found.effect:.3f}",
        f"diff-diff {told.att:.3f}",
        ours,
        theirs,
    )


def belts() -> Iterator[Line]:
    """Seat belts: the published regression, which is for contrast only, and the series' own estimate."""
    frame = pd.read_csv(DATA / "uk_seatbelts.csv")
    frame = frame.assign(month=frame["date"].str[:7], petrol=np.log(frame["PetrolPrice"]), km=np.log(frame["kms"]))
    for who, covariates, published in (
        ("drivers", ("petrol", "km"), "−14.9 % (−19.6 … −9.9)"),
        ("rear", (), "+12.1 % (+3.9 … +21.0)"),
    ):
        logged = frame.assign(value=np.log(frame[who]))
        panel = read_panel(logged, Columns(None, "month", "value", None, covariates), (), "1983-02", None)
        found, ours = timed(hac, panel)
        yield Line(f"seat belts, {who}, HAC (contrast)", published, percent(found), "", ours, None)
        found, ours = timed(its, panel)
        yield Line(f"seat belts, {who}, interrupted series", "–", percent(found), "", ours, None)


def openings() -> Iterator[Line]:
    """Competitors that opened beside drug stores, against the stores that nothing happened to."""
    options = {"parse_dates": ["Date"], "dtype": {"StateHoliday": str}}
    days = pd.read_csv(DATA / "rossmann_sales_stores_001_050.csv", **options)
    sales = days.assign(month=days["Date"].dt.strftime("%Y-%m")).groupby(["Store", "month"], as_index=False)
    sales = sales[["Sales", "Open"]].sum()
    stores = pd.read_csv(DATA / "rossmann_store.csv").query("Store <= 50").set_index("Store")
    opened = dated(stores["CompetitionOpenSinceYear"], stores["CompetitionOpenSinceMonth"])
    week = stores[["Promo2SinceYear", "Promo2SinceWeek"]].dropna().astype(int)
    promoted = {
        each: pd.Timestamp.fromisocalendar(*row, 1).strftime("%Y-%m")
        for each, row in zip(week.index, week.to_numpy().tolist(), strict=True)
    }
    events = {
        each: sorted({month for known in (opened, promoted) if (month := known.get(each, "")) in set(sales["month"])})
        for each in stores.index
    }
    quiet = [each for each, months in events.items() if not months]
    for store, published in (
        (6, "−25 %"),
        (28, "−20 %"),
        (30, "−24 %, two events"),
        *((each, "−2 … −7 %") for each in (14, 37, 45)),
    ):
        frame = sales[sales["Store"].isin([store, *quiet])]
        found, ours = timed(opening, frame, store, events[store], runs=2)
        rank = f"{found.placebo['rank']} of {found.placebo['count'] + 1}"
        said = ", ".join([found.verdict, *found.reasons])
        plain = found.contrast.get("did", {"relative": found.relative})["relative"]
        yield Line(
            f"competitor beside store {store}", published, f"{100 * plain:+.1f} %, rank {rank}", said, ours, None
        )


def dated(years: pd.Series, months: pd.Series) -> dict[int, str]:
    """Months as texts, of the stores that have one."""
    return {
        int(at): f"{year:.0f}-{month:02.0f}"
        for at, year, month in zip(years.index, years, months, strict=True)
        if year == year
    }


def opening(frame: pd.DataFrame, store: int, months: list[str]) -> Any:
    """Effect of the first event, the others named."""
    return estimate_effect(
        frame, entity="Store", time="month", value="Sales", exposure="Open", treated=[store], start=months[0],
        events={store: months[1:]}, transform="log",
    )  # fmt: skip


def percent(found: Any) -> str:
    """Effect on a logarithm and its interval as changes."""
    effect, low, high = (100 * np.expm1(each) for each in (found.effect, *found.interval))
    return f"{effect:+.1f} % ({low:+.1f} … {high:+.1f})"


def basque() -> Iterator[Line]:
    """The Basque Country with predictors."""
    frame = pd.read_csv(DATA / "effect/basque.csv")
    columns = Columns("regionname", "year", "gdpcap", covariates=tuple(frame.columns[4:]))
    panel = read_panel(frame, columns, ["Basque Country (Pais Vasco)"], 1970, None)
    found, ours = timed(synthetic_control, panel, runs=1)
    shares = ", ".join(f"{name.split()[0]} {each:.3f}" for name, each in found.synthesis.entities.items())
    yield Line("Basque Country, 13 predictors, 17 placebos", "Cataluña .85, Madrid .15", shares, "", ours, None)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--slow", action="store_true", help="with the synthetic control with predictors, too")
    slow = parser.parse_args().slow
    parts = [series, made]
    if DATA.is_dir():
        parts += [wages, smoking, wages_of_two_states, belts, openings, *([basque] if slow else [])]
    else:
        print("../shared/data is not there: made-up cases only")
    print(f"{'case':58} {'published':24} {'here':34} {'another program':34} {'s':>8} {'theirs':>8}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for each in (line for part in parts for line in part()):
            theirs = "" if each.theirs is None else f"{each.theirs:8.4f}"
            print(
                f"{each.case:58} {each.published:24} {each.here:34} {each.peer:34} {each.ours:8.4f} {theirs}",
                flush=True,
            )


if __name__ == "__main__":
    main()
