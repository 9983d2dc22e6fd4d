import pytest

from diagnostics.dictionary.checking import check_engagement
from diagnostics.errors import InputError

LEDGER = "  finance: {file: visits.csv, time: date, entity: store}\n"


def with_reading(folder, fields, source=LEDGER):
    folder.replace("engagement.yaml", "charter:", source + "charter:")
    return folder.replace(
        "kpis.yaml",
        "  owner: 运营部\n- id: conversion_rate",
        f"  owner: 运营部\n  readings:\n    - {{{fields}}}\n- id: conversion_rate",
    )


def test_a_reading_that_can_be_counted_opens_without_a_finding(folder):
    with_reading(folder, "id: finance, source: finance, measure: sum(visits)")
    assert folder.open().kpis["traffic"].readings[0].id == "finance"
    assert check_engagement(folder.open()) == ()


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        (
            "id: a, source: finace, measure: sum(visits)",
            r"Unknown source 'finace' in kpis\.yaml:.*source of reading 'a' of KPI 'traffic'.*'finance'",
        ),
        ("id: a, source: finance, measure: sum(visits", r"reading 'a' of KPI 'traffic' \(kpis\.yaml:"),
        ("id: a, source: finance, measure: visits", r"reading 'a' of KPI 'traffic'"),
        ("id: a, source: finance, measure: sum(visits), where: sum(x) > 1", r"reading 'a' of KPI 'traffic'"),
        (
            "id: a, source: finance, measure: sum(visits)}\n    - {id: a, source: finance, measure: count()",
            "reading 'a' of KPI 'traffic' occurs twice",
        ),
    ],
)
def test_what_cannot_be_counted_is_refused_with_its_place(folder, fields, rule):
    with pytest.raises(InputError, match=rule):
        with_reading(folder, fields).open()


def test_a_reading_without_a_day_is_refused(folder):
    timeless = "  finance: {file: visits.csv, entity: store}\n"
    with pytest.raises(InputError, match=r"reading 'a' of KPI 'traffic' has no time \(kpis\.yaml:"):
        with_reading(folder, "id: a, source: finance, measure: sum(visits)", timeless).open()


def test_a_column_that_the_readings_source_lacks_is_found_by_check(folder):
    with_reading(folder, "id: finance, source: finance, measure: sum(visitors)")
    assert [each.code for each in check_engagement(folder.open())] == ["PD206"]


def test_names_of_no_entity_in_the_readings_column_are_found_by_check(folder):
    source = "  finance: {file: other.csv, time: date, entity: shop}\n"
    folder.write("data/other.csv", "date,shop,visits\n2025-01-03,五侯店,1\n")
    with_reading(folder, "id: finance, source: finance, measure: sum(visits)", source)
    assert [each.code for each in check_engagement(folder.open())] == ["PD207"]
