import pytest

from diagnostics.errors import InputError, UnknownNameError

CARD = "scorecards.yaml"
KPIS = "kpis.yaml"
UNKNOWN = [
    (KPIS, "  owner: 运营部\n- id: conversion_rate", "  parent: revenu\n- id: conversion_rate",
     r"Unknown KPI 'revenu' in kpis\.yaml:21:3, \[1\]\.parent of KPI 'traffic'\. Did you mean 'revenue'\?"),
    (KPIS, "counters: [conversion_rate]", "counters: [conversion_rat]",
     r"Unknown KPI 'conversion_rat' in kpis\.yaml:11:\d+, \[0\]\.counters\[0\] of KPI 'revenue'\. Did you mean 'conversion_rate'"),
    (KPIS, "source: visits", "source: visit", r"Unknown source 'visit' in kpis\.yaml:6:3, .* of KPI 'revenue'\. Did you mean 'visits'"),
    (KPIS, "traffic * conversion_rate", "trafic * conversion_rate",
     r"Unknown KPI 'trafic' in kpis\.yaml:8:3, \[0\]\.formula of KPI 'revenue'\. Did you mean 'traffic'"),
    (CARD, "kpi: traffic", "kpi: trafic",
     r"Unknown KPI 'trafic' in scorecards\.yaml:6:8, \[0\]\.items\[1\]\.kpi of scorecard 'store_manager'\. Did you mean 'traffic'"),
    (CARD, "level: store", "level: stores", r"Unknown level 'stores' in scorecards\.yaml:3:3, .*Did you mean 'store'"),
    (CARD, "- role: store_manager\n  name: 店长\n  level: store", "- entity: wuho", "Unknown entity 'wuho' in scorecards.yaml:1:3, .*'wuhou'"),
    (CARD, "target: 100", "target: {source: vists, period: p, value: v}", "Unknown source 'vists' in .*target of KPI 'revenue'.*'visits'"),
    ("engagement.yaml", "kpis: [revenue]", "kpis: [revenue, sales]", r"Unknown KPI 'sales' in engagement\.yaml:8:44, .* of goal 'growth'"),
    ("engagement.yaml", "focus: [wuhou]", "focus: [wuhu]", r"Unknown entity 'wuhu' in engagement\.yaml:9:9, focus\[0\].*'wuhou'"),
    ("ledger.yaml", "kpi: revenue", "kpi: revenues", r"Unknown KPI 'revenues' in ledger\.yaml:7:.* of measure 'pay_link'.*'revenue'"),
    ("ledger.yaml", "process_kpi: conversion_rate", "process_kpi: conversion", "Unknown KPI 'conversion' in .*process_kpi of measure 'pay_link'"),
    ("ledger.yaml", "entities: [wuhou]", "entities: [wuhou, nobody]", r"Unknown entity 'nobody' in .*entities\[1\] of measure"),
    ("entities.csv", "wuhou,武侯店,store,acme", "wuhou,武侯店,store,acne", r"Unknown entity 'acne' in entities\.csv:3:1, \[1\], parent of entity 'wuhou'.*'acme'"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "rule"), UNKNOWN, ids=range(len(UNKNOWN)))
def test_a_name_that_nothing_defines_is_told_with_place_and_nearest(folder, name, old, new, rule):
    with pytest.raises(UnknownNameError, match=rule):
        folder.replace(name, old, new).open()


REFUSED = [
    (KPIS, "- id: conversion_rate", "- id: traffic", r"KPI 'traffic' occurs twice \(kpis\.yaml:22:3, \[2\]\), first in line 13"),
    (KPIS, "  source: visits\n", "", r"KPI 'revenue' has a measure and no source \(kpis\.yaml:1:3, \[0\]\); it needs 'source', one of visits"),
    (KPIS, "sum(visits)", "sum(visits", r"measure of KPI 'traffic' \(kpis\.yaml:19:3, \[1\]\.measure\)"),
    (KPIS, "channel != 'test'", "channel +", "filter of KPI 'conversion_rate'"),
    (KPIS, "traffic * conversion_rate", "traffic *", "formula of KPI 'revenue'"),
    (CARD, "target: 100", "target: {expression: foo(x)}", "Unknown function 'foo' in target of KPI 'revenue' of scorecard 'store_manager'"),
    (CARD, "kpi: traffic", "kpi: revenue", r"KPI 'revenue' occurs twice on scorecard 'store_manager' \(scorecards\.yaml:6:7, .*first in line 5"),
    (CARD, "level: store", "level: store\n  from: 2025-13", r"Period '2025-13' does not exist: .*\(scorecards\.yaml:4:3, \[0\]\.from\)"),
    (CARD, "level: store", "level: store\n  from: '2025-06'\n  to: '2025-03'", r"to == '2025-03' for scorecard 'store_manager' .* must not lie before '2025-06'"),
    (CARD, "{from: 2025-04, value: 6}", "{from: 2025-01, value: 6}", r"from == '2025-01' \(scorecards\.yaml:6:\d+, .*, target of KPI 'traffic'\), must lie after the entry before"),
    (CARD, "{from: 2025-04, value: 6}", "{from: April, value: 6}", "Period 'April' has no known form"),
    (CARD, "target: 100", "target: [90, 110]", "target of KPI 'revenue' is a pair .* but the KPI's direction is 'higher'"),
    (CARD, "target: 100", "target: []", "target of KPI 'revenue' is an empty list"),
    (CARD, "core: true", "core: true, scoring: {cap: 1, floor: 2}", "floor == 2 for KPI 'revenue' .* must not be above the cap 1"),
    ("entities.csv", "wuhou,武侯店,store,acme,stores,武侯;Wuhou,2020-01-01,,li,", "wuhou,武侯店,store,acme,stores,武侯;Wuhou,2020-01-01,,li,true",
     r"Entity 'wuhou' in engagement\.yaml:9:9, focus\[0\] is a person, must be a unit"),
    ("entities.csv", "qingyang", "wuhou", r"Entity 'wuhou' occurs twice \(entities\.csv:4:1, \[2\]\), first in line 3"),
    ("entities.csv", "青羊店", "武侯", r"entities\.csv: Name '武侯' belongs to entities 'wuhou' and 'qingyang'"),
    ("entities.csv", "acme,某公司,company,,", "acme,某公司,company,wuhou,", r"entities\.csv: The parents of entity .* form a circle"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "rule"), REFUSED, ids=range(len(REFUSED)))
def test_files_that_contradict_each_other_are_refused(folder, name, old, new, rule):
    with pytest.raises(InputError, match=rule):
        folder.replace(name, old, new).open()


def test_a_range_kpi_takes_a_pair_in_order(folder):
    folder.replace("kpis.yaml", "direction: higher", "direction: range")
    folder.replace(CARD, "target: 100", "target: [90, 110]").open()
    with pytest.raises(InputError, match=r"target of KPI 'revenue' == \[110, 90\] .* must be \[low, high\]"):
        folder.replace(CARD, "[90, 110]", "[110, 90]").open()


def test_circles_of_parents_are_refused(folder):
    folder.replace("kpis.yaml", "mother: true", "mother: true\n  parent: traffic")
    folder.replace("kpis.yaml", "  definition: 进店人次", "  definition: 进店人次\n  parent: revenue")
    with pytest.raises(InputError, match=r"kpis\.yaml: KPIs drive each other in a circle: revenue → traffic → revenue"):
        folder.open()


def test_two_cards_of_a_role_at_one_time_are_refused(folder):
    text = (folder.path / CARD).read_text(encoding="utf-8")
    folder.write(CARD, text + text.replace("level: store", "level: store\n  from: '2025-04'"))
    with pytest.raises(
        InputError,
        match=r"Scorecard 'store_manager' \(scorecards\.yaml:10:3, \[1\]\) holds at the same time as the one in line 1",
    ):
        folder.open()


def test_cards_of_a_role_may_follow_each_other_and_differ_by_peer_group(folder):
    text = (folder.path / CARD).read_text(encoding="utf-8")
    first = text.replace("level: store", "level: store\n  to: '2025-03'")
    second = text.replace("level: store", "level: store\n  from: '2025-04'")
    third = text.replace("level: store", "level: store\n  peer_group: stores")
    assert len(folder.write(CARD, first + second + third).open().scorecards) == 3
