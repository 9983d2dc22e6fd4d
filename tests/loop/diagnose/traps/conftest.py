"""A chain of eight shops with records of pay, check-ins, suggestions, reviews and entries."""

import numpy as np
import pandas as pd
import pytest

ENGAGEMENT = """\
id: chain
client: 八家店
sources:
  sales: {file: sales.csv, time: date, entity: shop}
  pay: {file: pay.csv, time: month, entity: shop}
  check_ins: {file: check_ins.csv, time: planned}
  suggestions: {file: suggestions.csv, time: made}
  reviews: {file: reviews.csv, time: held}
  entries: {file: entries.csv, time: month, entity: shop}
entities: entities.csv
records:
  pay: {source: pay, fixed: fixed, variable: variable, deductions: deductions, rewards: rewards, kpi: revenue}
  check_ins: {source: check_ins, done: held}
  suggestions: {source: suggestions, done: answered}
  reviews: {source: reviews, sponsor: sponsor, failed: failed, blame: blame}
  entries: {source: entries, entered: entered}
"""
KPIS = """\
- {id: revenue, name: {zh: 营收, en: Revenue}, unit: money, direction: higher, source: sales, measure: sum(sales), mother: true}
"""
SHOPS = tuple("abcdefgh")
MONTHS = pd.date_range("2023-01-01", "2025-06-01", freq="MS")


def _sales(draws):
    size = np.exp(draws.normal(0, 0.2, (len(SHOPS), 1)))
    return np.round(100000 * size * np.exp(0.04 * draws.standard_normal((len(SHOPS), len(MONTHS)))))


def _grid(**columns):
    shop, month = np.meshgrid(SHOPS, MONTHS.strftime("%Y-%m-%d"), indexing="ij")
    return pd.DataFrame(
        {"shop": shop.ravel(), "month": month.ravel()} | {name: v.ravel() for name, v in columns.items()}
    )


def _tables(*, bad):
    """Tables of a client whose records are fine, or of one in the traps."""
    draws = np.random.default_rng(20250101)
    sales = _sales(draws)
    fixed = np.full(sales.shape, 5000.0)
    variable = np.round(0.02 * sales * (1.0 if not bad else 0) + 200.0)
    if bad:
        fixed[0, 14:] = 5600
    day = pd.date_range("2024-01-05", periods=30, freq="14D").strftime("%Y-%m-%d")
    month = np.broadcast_to(np.array(MONTHS), sales.shape)
    entered = np.where(bad, pd.DatetimeIndex(month.ravel()).year.astype(str) + "-12-20",
                       (pd.DatetimeIndex(month.ravel()) + pd.Timedelta(days=33)).strftime("%Y-%m-%d"))  # fmt: skip
    held, answered = (8, 2) if bad else (28, 18)
    return {
        "sales": _grid(sales=sales).rename(columns={"month": "date"}),
        "pay": _grid(fixed=fixed, variable=variable, deductions=np.full(sales.shape, 300.0 if bad else 50.0),
                     rewards=np.full(sales.shape, 50.0 if bad else 300.0)),
        "check_ins": pd.DataFrame({"planned": day, "held": [*day[:held], *[""] * (30 - held)]}),
        "suggestions": pd.DataFrame({"made": day[:20], "answered": [*["是"] * answered, *["否"] * (20 - answered)]}),
        "reviews": pd.DataFrame({"held": day[:24], "sponsor": [1 if at % 8 == 0 or not bad else 0 for at in range(24)],
                                 "failed": [1] * 20 + [0] * 4, "blame": [1 if bad else 0] * 18 + [0] * 6}),
        "entries": _grid(value=sales).assign(entered=entered),
    }  # fmt: skip


@pytest.fixture(scope="session")
def build_chain():
    """Maker of the chain in a folder, its texts and tables changed at will."""

    def build(folder, *, bad, reviews="", engagement=ENGAGEMENT, person=""):
        from diagnostics.dictionary.load import load_engagement

        (folder / "data").mkdir(parents=True)
        (folder / "evidence").mkdir()
        for name, table in _tables(bad=bad).items():
            table.to_csv(folder / "data" / f"{name}.csv", index=False)
        rows = "".join(f"{each},{each}店,store,chain,{person}\n" for each in SHOPS)
        texts = {"engagement.yaml": engagement, "kpis.yaml": KPIS, "entities.csv":
                 "id,name,level,parent,person\nchain,全店,company,,\n" + rows}  # fmt: skip
        if reviews:
            texts["evidence/traps.yaml"] = reviews
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
        return load_engagement(folder)

    return build
