import pytest

from diagnostics.errors import InputError

VERSION = """\
  versions:
    - from: 2025-04
      measure: sum(sales) - sum(orders)
      definition: 实收减退款
      why: 财务口径调整
    - {from: 2025-07, where: channel != 'test', why: 剔除测试}
"""


@pytest.fixture
def changed(folder):
    return folder.replace("kpis.yaml", "  mother: true\n", "  mother: true\n" + VERSION)


def test_versions_build_on_each_other(changed):
    kpi = changed.open().kpis["revenue"]
    assert kpi.counted().measure == "sum(sales)"
    assert kpi.counted("2025-04").measure == "sum(sales) - sum(orders)"
    last = kpi.counted("2025-07")
    assert (last.measure, last.where, last.definition.zh) == (
        "sum(sales) - sum(orders)", "channel != 'test'", "实收减退款",
    )  # fmt: skip


def test_a_version_that_begins_then_has_to_be_there(changed):
    with pytest.raises(InputError, match="Unknown version '2025-05' in KPI 'revenue'"):
        changed.open().kpis["revenue"].counted("2025-05")


@pytest.mark.parametrize(
    ("old", "new", "match"),
    [
        ("from: 2025-04", "from: 2025Q2", r"from == '2025Q2' \(kpis.yaml:12:.*must be a month such as '2025-04'"),
        ("from: 2025-04", "from: 2025-07", r"from == '2025-07' \(kpis.yaml:16.*must lie after the version before it"),
        ("from: 2025-04", "from: April", r"'April' has no known form.*kpis.yaml:12:"),
        ("measure: sum(sales) - sum(orders)", "measure: sum(sales", r"KPI 'revenue' from 2025-04 \(kpis.yaml:13:"),
        ("where: channel != 'test'", "where: channel !=", r"KPI 'revenue' from 2025-07 \(kpis.yaml:16"),
        ("definition: 实收减退款", "source: visit", r"Unknown source 'visit' in kpis.yaml:14:.*'visits'"),
        ("definition: 实收减退款", "formula: traffic * conversion", r"Unknown KPI 'conversion'.*kpis.yaml:14:"),
        ("definition: 实收减退款", "formula: revenue * traffic", r"in a circle.*kpis.yaml:14:"),
        ("definition: 实收减退款", "colour: red", "Unknown field 'colour'"),
    ],
)
def test_a_version_that_breaks_a_rule_is_refused_with_its_place(changed, old, new, match):
    with pytest.raises(InputError, match=match):
        changed.replace("kpis.yaml", old, new).open()


def test_a_measure_that_comes_with_a_version_needs_a_source(folder):
    folder.replace(
        "kpis.yaml",
        "- id: traffic",
        "- {id: x, name: x, unit: count, direction: none, formula: traffic + 1,\n"
        "   versions: [{from: 2025-04, measure: count(*)}]}\n- id: traffic",
    )
    with pytest.raises(InputError, match="KPI 'x' has a measure and no source from 2025-04.*visits"):
        folder.open()


def test_an_unknown_column_of_a_version_is_found_by_check(changed):
    from diagnostics.dictionary.checking import check_engagement

    opened = changed.replace("kpis.yaml", "sum(sales) - sum(orders)", "sum(sale)").open()
    told = [each for each in check_engagement(opened) if "sale" in each.message.en and each.about == "revenue"]
    assert [each.severity for each in told] == ["error"]
