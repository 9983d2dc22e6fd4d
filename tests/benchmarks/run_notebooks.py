"""Five small analysis notebooks of a made-up client, and the same code as one script: what ``run.py`` lets run.

Each notebook imports pandas, statsmodels and seaborn, reads the client's table and shows a table, a regression and a
figure. The script runs the same cells in one process: it prints what the notebooks display, and writes each figure as
the PNG that the notebooks bear, so that neither side draws what the other does not.
"""

from __future__ import annotations

import json
from pathlib import Path

STACK = """\
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
import statsmodels.api as sm
import statsmodels.formula.api as smf
from statsmodels.tsa.seasonal import STL"""
_READ = """\
sales = pd.read_csv(f"{engagement}/sales.csv", parse_dates=["day"])
sales["basket"] = sales.revenue / sales.orders"""
_KINDS = {
    "1_shops": (
        'display(sales.groupby("shop").agg(revenue=("revenue", "sum"), basket=("basket", "mean")).round(1))',
        'fit = smf.ols("revenue ~ orders + C(shop)", sales).fit()\ndisplay(fit.summary().tables[1].data[:5])',
        'sns.barplot(sales, x="shop", y="revenue", seed=1)',
    ),
    "2_season": (
        'display(sales.groupby(sales.day.dt.month).revenue.describe().round(1))',
        'total = sales.groupby("day").revenue.sum()\nparts = STL(total, period=7, robust=True).fit()\n'
        "display(parts.trend.tail(3))",
        "fig, axes = plt.subplots(3, 1, figsize=(7, 5))\n"
        "for ax, each in zip(axes, (total, parts.trend, parts.seasonal)):\n    ax.plot(each)",
    ),
    "3_price": (
        'display(pd.crosstab(sales.shop, pd.cut(sales.price, 5)))',
        'fit = smf.glm("orders ~ price + C(shop)", sales, family=sm.families.Poisson()).fit()\n'
        "display(fit.params.round(3))",
        'sns.regplot(sales, x="price", y="orders", seed=1, scatter_kws={"s": 4})',
    ),
    "4_staff": (
        'display(sales.pivot_table("revenue", "shop", "staff", "mean").round(0))',
        'fit = smf.mixedlm("revenue ~ staff", sales, groups="shop").fit()\ndisplay(fit.params.round(2))',
        'sns.heatmap(sales.pivot_table("revenue", "shop", "staff", "mean"), annot=True, fmt=".0f")',
    ),
    "5_spread": (
        'display(sales[["revenue", "orders", "price", "staff"]].corr().round(2))',
        'fit = smf.quantreg("revenue ~ orders + price", sales).fit(q=0.5)\ndisplay(fit.params.round(2))',
        'sns.boxplot(sales, x="shop", y="basket", hue="staff")',
    ),
}  # fmt: skip
_PARAMETERS = 'engagement: str = "."  # folder\nrun: str = ""  # run\nperiod: str = ""  # period'
_SCRIPT = """\
import io
import sys
import matplotlib
matplotlib.use("agg")
display = print
def shown():
    for number in plt.get_fignums():
        plt.figure(number).savefig(io.BytesIO(), format="png", bbox_inches="tight")
    plt.close("all")
"""


def write_client(folder: Path, seed: int) -> None:
    """Write a client's table: eight shops, two years of days."""
    import numpy as np
    import pandas as pd

    draw = np.random.default_rng(seed)
    days = pd.date_range("2025-01-01", periods=730)
    table = pd.MultiIndex.from_product([days, [f"shop {n}" for n in range(8)]], names=["day", "shop"]).to_frame(
        index=False
    )
    size = len(table)
    table["staff"] = draw.integers(2, 6, size)
    table["price"] = draw.normal(30, 3, size).round(2)
    table["orders"] = draw.poisson(40 + 3 * table.staff + 6 * (table.day.dt.dayofweek > 4) - 0.5 * table.price)
    table["revenue"] = (table.orders * table.price * draw.normal(1.6, 0.2, size)).round(2)
    folder.mkdir(parents=True, exist_ok=True)
    table.to_csv(folder / "sales.csv", index=False)


def write_notebooks(folder: Path) -> tuple[Path, ...]:
    """Write the five notebooks; they take papermill's parameters."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, cells in _KINDS.items():
        sources = [_PARAMETERS, STACK, _READ, *cells]
        made = [
            {"cell_type": "code", "id": f"c{number}", "execution_count": None, "outputs": [], "source": source,
             "metadata": {} if number else {"tags": ["parameters"]}}
            for number, source in enumerate(sources)
        ]  # fmt: skip
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = {"cells": made, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
        paths.append(folder / f"{name}.ipynb")
        paths[-1].write_text(json.dumps(notebook), encoding="utf-8")
    return tuple(paths)


def write_script(path: Path, clients: tuple[Path, ...]) -> Path:
    """Write the code of the notebooks of all clients as one script."""
    lines = [_SCRIPT, STACK]
    for client in clients:
        for cells in _KINDS.values():
            lines += [f"engagement = {str(client)!r}", STACK, _READ, *cells, "shown()"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
