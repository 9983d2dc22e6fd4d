"""Nothing that a run hands on gives back a figure of few people: every number of results/ is held against the facts."""

import json
import random
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import diagnostics as dx
from diagnostics.data.suppression import link_cells, recoverable_cells

TREE = {"group": "", "east": "group", "south": "group", "s1": "east", "s2": "east", "s3": "east"}
TREE |= {"s4": "south", "s5": "south", "s6": "south"}
STAFF = {"s1": 3, "s2": 8, "s3": 14, "s4": 9, "s5": 13, "s6": 16}
LEVELS = {"group": "company", "east": "region", "south": "region"}
MONTHS = [str(each) for each in pd.period_range("2024-05", "2025-06", freq="M")]
SETTINGS = """\
id: acme
client: 某客户
sources: {sales: {file: sales.csv, time: date, entity: store, person: member, owner: li}}
focus: [group, east, south, s1, s2, s3, s4, s5, s6]
people: {li: 李明}
"""
ROW = "- {%s, direction: higher, source: sales, dimensions: [channel], owner: li"
KPIS = f"""\
{ROW % "id: amount, name: 收入, unit: money"}, measure: sum(amount), formula: visits * spend, mother: true}}
{ROW % "id: visits, name: 客流, unit: count"}, measure: sum(visits), parent: amount}}
{ROW % "id: spend, name: 单客, unit: money"}, measure: sum(amount) / sum(visits), parent: amount}}
{ROW % "id: wage, name: 薪酬, unit: money"}, measure: sum(pay), pay: true}}
"""
CARD = """\
- role: manager
  level: store
  items:
    - {kpi: amount, weight: 1, targets: {base: 16000.3, target: 20000.7, stretch: 24000.9, from: history}}
"""
UNITS = {"group": [["east", "south"]], "east": [["s1", "s2", "s3"]], "south": [["s4", "s5", "s6"]]}
PARTS = {"": [["web", "shop", "vip"]]}


def drawn() -> pd.DataFrame:
    """Facts, so fine that no two sums are alike by chance: two people sell to VIPs in most shops, none in one; a shop has two people in a month."""
    draw, rows = random.Random(7), []
    for month in MONTHS:
        for store, staff in STAFF.items():
            for who in range(2 if (store, month) == ("s4", "2025-05") else staff):
                for channel in ("web", "shop", "vip"):
                    if channel == "vip" and (store == "s4" or (who > 1 and store not in ("s3", "s6"))):
                        continue
                    fell = 0.5 if channel == "vip" and month == "2025-06" else 1.0
                    row = month, store, channel, f"{store}{who}", draw.randint(60, 700)
                    sums = round(fell * draw.uniform(400, 6000), 6), round(fell * draw.uniform(4000, 9000), 6)
                    rows.append((f"{month}-{5 + who:02d}", *row, *sums))
    return pd.DataFrame(rows, columns=["date", "month", "store", "channel", "member", "visits", "amount", "pay"])


@pytest.fixture(scope="module")
def facts() -> pd.DataFrame:
    return drawn()


@pytest.fixture(scope="module")
def results(facts, tmp_path_factory) -> Path:
    """Results of the steps that look at figures."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "data").mkdir()
    facts.drop(columns="month").to_csv(folder / "data" / "sales.csv", index=False)
    units = [f"{each},{LEVELS.get(each, 'store')},{above},{'a' * (each not in LEVELS)}" for each, above in TREE.items()]
    texts = {"engagement.yaml": SETTINGS, "kpis.yaml": KPIS, "scorecards.yaml": CARD}
    texts["entities.csv"] = "\n".join(["id,level,parent,peer_group", *units])
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    run, client = str(folder / "run"), dx.open_engagement(folder)
    dx.diagnose.save(dx.diagnose.diagnose(client, "2025-06"), run)
    dx.intervene.save(dx.intervene.plan(client, "2025-06", run=run), run)
    dx.track.save(dx.track.follow(client, "2025-06", run), run)
    dx.track.outlook(client, "2025-06", run).save(run)
    dx.track.save_alerts(dx.track.warn(client, "2025-06", run), run)
    return Path(run) / "results"


def numbers(results: Path) -> set[float]:
    """Every number of every file."""
    found: set[float] = set()

    def walk(value):
        if isinstance(value, dict | list):
            for each in value.values() if isinstance(value, dict) else value:
                walk(each)
        elif isinstance(value, int | float) and not isinstance(value, bool) and abs(value) > 1e-3:
            found.add(float(value))

    for file in results.rglob("*.json"):
        walk(json.loads(file.read_text(encoding="utf-8")))
    for file in results.rglob("*.parquet"):
        walk(pd.read_parquet(file).select_dtypes("number").stack().tolist())
    return found


def nearest(known: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """How far each wanted number is from the next one that is known, as a share of it."""
    at = np.searchsorted(known, wanted).clip(1, len(known) - 1)
    return np.abs(known[at - [[0], [1]]] / wanted - 1).min(axis=0)


def cells(facts: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Sums and people of every unit by columns."""
    above = [facts["store"], facts["store"].map(TREE), pd.Series("group", index=facts.index)]
    every = pd.concat([facts.assign(entity=each) for each in above])
    sums = every.groupby(["entity", *by])[["visits", "amount", "pay"]].sum()
    return sums.assign(people=every.groupby(["entity", *by])["member"].nunique()).reset_index()


def test_no_figure_of_few_people_is_handed_on_nor_made_of_two_that_are(facts, results):
    known = np.array(sorted(numbers(results)))
    assert len(known) > 500
    both = pd.concat([cells(facts, ["month"]), cells(facts, ["month", "channel"])])
    secrets = {*both.loc[both["people"] < 5, "amount"], *both.loc[both["people"] < 10, "pay"]}
    few = both[both["people"] < 5]
    secrets |= set(few["amount"] / few["visits"])
    assert len(secrets) > 200
    for each in secrets:
        for made in (np.array([each]), each + known, each - known, each / known, each * known):
            assert not (nearest(known, made[made != 0]) < 1e-11).any(), each


@pytest.mark.parametrize(("kpi", "column", "least", "share"), [("amount", "amount", 5, 0.2), ("wage", "pay", 10, 0.1)])
@pytest.mark.parametrize("month", ["2025-06", "2025-05", "2024-06"])
def test_slices_of_units_and_their_totals_leave_those_of_few_people_open(
    facts, results, kpi, column, least, share, month
):
    here = facts[facts["month"] == month]
    frame = pd.concat([cells(here, ["channel"]), cells(here, []).assign(channel="")], ignore_index=True)
    slices = [
        each
        for each in json.loads((results / "diagnosis.json").read_text(encoding="utf-8"))["slices"]
        if each["kpi"] == kpi
    ]
    own = [
        each for each in slices if month in (each["period"], each["reference_period"] * (each["comparison"] != "peers"))
    ]
    told = {(each["entity"], each["slice"]["channel"]) for each in own}
    # All totals that are not withheld count as known, whether or not a file holds them.
    seen = pd.read_parquet(results.parent / "work" / "observations.parquet")
    seen = seen[(seen["kpi"] == kpi) & (seen["period"] == month) & (seen["people"] >= least) & ~seen["withheld"]]
    told |= {(each, "") for each in seen["entity"]}
    few = (frame["people"] < least).to_numpy()
    hidden = np.array([place not in told for place in zip(frame["entity"], frame["channel"], strict=True)])
    assert few.any()
    assert not (few & ~hidden).any()
    table = link_cells(frame, {"entity": UNITS, "channel": PARTS}, [column])
    assert not (recoverable_cells(table, hidden, few, {column: share}) & few).any()
    if month != "2025-05":
        assert {channel for _, channel in told} >= {"", "vip"}  # something is told
