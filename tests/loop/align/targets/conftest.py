import pytest

from diagnostics.dictionary.load import load_engagement
from diagnostics.model.observations import KEYS, Observations
from tests.dictionary.rules.observed import rows, table, waves

ENGAGEMENT = """id: acme
client: 小店
currency: CNY
data_folder: data
sources: {visits: {file: visits.csv, time: date, entity: store}}
goals:
  - {id: profit, name: {zh: 盈利, en: Profit}, kpis: [margin]}
  - {id: expand, name: {zh: 扩张, en: Expansion}, kpis: [revenue], former: true}
  - {id: people, name: {zh: 育人, en: People}}
reviews:
  - {kpi: calls, on: 2025-10-01, industry: 2, evidence: {zh: 同行也在用, en: others use it}}
"""
KPIS = """
- {id: profit_sum, name: 利润, unit: money, direction: higher, source: visits, measure: sum(x), owner: li, mother: true}
- {id: margin, name: 毛利率, unit: share, direction: higher, source: visits, measure: sum(x) / sum(y), owner: li, parent: profit_sum}
- {id: revenue, name: 营收, unit: money, direction: higher, source: visits, measure: sum(y), owner: li, parent: profit_sum}
- {id: calls, name: 回访, unit: count, direction: higher, source: visits, measure: sum(z), owner: li, parent: revenue}
- {id: errors, name: 差错, unit: count, direction: lower, source: visits, measure: sum(z), owner: li, automated: true}
"""
CARDS = """
- role: manager
  level: store
  from: 2025-01
  items:
    - {kpi: margin, weight: 0.4, core: true, targets: {target: 0.3, from: history}, anchors: {growth: [0.1, 0.2], benchmark: 0.4}}
    - {kpi: revenue, weight: 0.3, core: true, targets: {target: 5, from: history}}
    - {kpi: calls, weight: 0.2, targets: {target: 10, from: history}, anchors: {benchmark: 9}}
    - {kpi: errors, weight: 0.1, targets: {target: 6, from: history}, scoring: {rule: complement}}
"""
ENTITIES = "id,name,level,parent,peer_group\nwuhou,武侯店,store,,city\nqingyang,青羊店,store,,city\n"


@pytest.fixture
def folder(tmp_path):
    for name, text in (
        ("engagement.yaml", ENGAGEMENT), ("kpis.yaml", KPIS), ("scorecards.yaml", CARDS), ("entities.csv", ENTITIES),
    ):  # fmt: skip
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "visits.csv").write_text("date,store,x,y,z\n2025-01-01,wuhou,1,2,3\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def client(folder):
    return load_engagement(folder)


@pytest.fixture
def seen():
    """Three years of two stores: the margin's target is missed, the revenue's always reached."""
    parts = [
        rows("margin", [each / 50 for each in waves()], 0.3),
        rows("revenue", waves(), 5.0),
        rows("calls", waves(), 10.0),
        rows("calls", waves(), 10.0, entity="qingyang"),
        rows("errors", waves(36, 4, 8), 6.0),
    ]
    whole = table(*parts).assign(numerator=float("nan"), denominator=float("nan"), people=float("nan"))
    return Observations(whole.sort_values(list(KEYS), ignore_index=True))
