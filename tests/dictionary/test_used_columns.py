"""Columns that an engagement names in a source, and what it uses them as."""

import pytest

from diagnostics.dictionary.load import load_engagement
from diagnostics.dictionary.used_columns import column_roles, used_columns

HEADER = ("date", "store", "orders", "visits", "paid", "typed", "plan", "channel")


@pytest.fixture
def named(small):
    """Engagement that names columns in every place where one may stand."""
    settings = (small / "engagement.yaml").read_text(encoding="utf-8")
    settings = settings.replace("owner: li}", "owner: li, manual: typed = 1}")
    (small / "engagement.yaml").write_text(settings, encoding="utf-8")
    kpis = (small / "kpis.yaml").read_text(encoding="utf-8").rstrip("\n")
    kpis += """
  where: channel != 'test'
  dimensions: [channel]
  versions: [{from: 2025-06, where: year(paid) = 2025}]
  readings: [{id: other, source: visits, measure: last(visits)}]
"""
    (small / "kpis.yaml").write_text(kpis, encoding="utf-8")
    cards = (small / "scorecards.yaml").read_text(encoding="utf-8")
    cards = cards.replace("{target: 0.12,", "{target: {expression: mean(plan)},")
    (small / "scorecards.yaml").write_text(cards, encoding="utf-8")
    return load_engagement(small)


def test_columns_are_found_wherever_they_are_named(named):
    uses = {(each.column, each.key[0]) for each in used_columns(named, "visits", HEADER)}
    assert {("date", "source"), ("store", "source"), ("typed", "source")} <= uses
    assert {("orders", "kpi"), ("visits", "kpi"), ("channel", "kpi"), ("paid", "kpi"), ("plan", "item")} <= uses


def test_what_they_are_used_as_is_told_by_the_expressions(named):
    roles = column_roles(named, "visits", HEADER)
    assert roles.numbers == {"orders", "visits", "typed", "plan"}
    assert roles.days == {"date", "paid"}


def test_a_time_that_is_a_column_name_with_blanks_is_that_column(named):
    header = ("date", "sold on", *HEADER[1:])
    settings = named.settings.model_copy(
        update={"sources": {"visits": named.settings.sources["visits"].model_copy(update={"time": "sold on"})}}
    )
    from dataclasses import replace

    assert "sold on" in column_roles(replace(named, settings=settings), "visits", header).days
