from textwrap import dedent

import pytest

ENGAGEMENT = """\
id: acme
client: {zh: 某公司, en: Acme}
language: zh
sources:
  visits: {file: visits.csv, time: date, entity: store, owner: 运营部}
charter: {goal: 多卖, weak_points: 转化低, problem: 怎么提高转化, sponsor: boss, statement: 大家都好, benefit_firm: 多赚, benefit_staff: 多拿}
goals:
  - {id: growth, name: 增长, kpis: [revenue]}
focus: [wuhou]
people: {boss: 陈总}
"""
KPIS = """\
- id: revenue
  name: {zh: 营收, en: Revenue}
  definition: 实收金额
  unit: money
  direction: higher
  source: visits
  measure: sum(sales)
  formula: traffic * conversion_rate * 200
  owner: 运营部
  mother: true
  counters: [conversion_rate]
  forbidden: [压货]
- id: traffic
  name: 客流
  definition: 进店人次
  unit: count
  direction: higher
  source: visits
  measure: sum(visits)
  leading: true
  owner: 运营部
- id: conversion_rate
  name: 转化率
  definition: 成交单数 ÷ 进店人次
  unit: share
  direction: higher
  source: visits
  measure: sum(orders) / sum(visits)
  where: channel != 'test'
  leading: true
  owner: 运营部
"""
SCORECARDS = """\
- role: store_manager
  name: 店长
  level: store
  items:
    - {kpi: revenue, weight: 0.6, core: true, targets: {target: 100, from: history}}
    - {kpi: traffic, weight: 0.25, core: true, targets: {target: [{from: 2025-01, value: 5}, {from: 2025-04, value: 6}], from: history}}
    - {kpi: conversion_rate, weight: 0.15, targets: {base: 0.1, target: 0.12, stretch: 0.15, from: history}}
  rhythm: {track: month, assess: month}
  published: 2022-12-20
"""
ENTITIES = """\
id,name,level,parent,peer_group,aliases,open,close,responsible,person
acme,某公司,company,,,,,,boss,
wuhou,武侯店,store,acme,stores,武侯;Wuhou,2020-01-01,,li,
qingyang,青羊店,store,acme,stores,,,,,false
"""
LEDGER = """\
events:
  - event: A-001
    at: 2025-03-20
    actor: boss
    kind: planned
    intervention:
      {id: pay_link, title: 挂钩, dimension: incentive, cause: 没有激励, kpi: revenue, entities: [wuhou], owner: li,
       due: 2025-04-30, measure: 营收, process_kpi: conversion_rate}
  - {event: A-002, at: 2025-05-01, actor: li, kind: started, id: pay_link}
"""
VISITS = "date,store,visits,orders,sales,channel\n2025-01-03,武侯店,10,2,300,new\n"


class Folder:
    """A whole, sound engagement on disk, in which a test breaks one thing."""

    def __init__(self, path):
        self.path = path
        for name, text in (
            ("engagement.yaml", ENGAGEMENT),
            ("kpis.yaml", KPIS),
            ("scorecards.yaml", SCORECARDS),
            ("entities.csv", ENTITIES),
            ("ledger.yaml", LEDGER),
        ):
            self.write(name, text)
        self.write("data/visits.csv", VISITS)

    def write(self, name, text):
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text), encoding="utf-8", newline="\n")
        return self

    def replace(self, name, old, new):
        text = (self.path / name).read_text(encoding="utf-8")
        assert old in text
        return self.write(name, text.replace(old, new, 1))

    def remove(self, name):
        (self.path / name).unlink()
        return self

    def open(self):
        from diagnostics.dictionary.load import load_engagement

        return load_engagement(self.path)


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "acme")
