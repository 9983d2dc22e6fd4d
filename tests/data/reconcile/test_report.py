import re

from diagnostics.data.reconcile.report import report_lines
from tests.data.reconcile.test_conflicts import QUALITY, conflicts


def lines(told, **options):
    return list(report_lines(conflicts(told, **options), told.entities))


def test_the_table_names_both_figures_the_largest_difference_first(workshops):
    found = lines(workshops())
    assert (
        found[0]
        == "1 other count of 1 KPI: 4 figures compared, 3 beyond tolerance, 0 on one side only, 2 differences of definition."
    )
    assert found[1] == (
        "pass_rate: quality (质量部, source quality) beside the authoritative 生产部 (source production):"
        " 3 of 4 beyond tolerance 0"
    )
    table = [re.split(r"\s{2,}", each.strip()) for each in found[3:6]]
    assert table[0] == ["pass_rate", "quality", "二车间", "2025-01", "0.985", "0.955", "-0.03", "-3.05%"]
    assert [row[2] for row in table] == ["二车间", "三车间", "工厂"]


def test_what_one_side_lacks_and_what_differs_in_definition_follow(workshops):
    found = lines(workshops(quality=QUALITY.replace("2025-01-31,w1,1000,990\n", "")))
    assert "1 missing reading: pass_rate/quality w1 2025-01" in found
    assert "pass_rate, quality: wording differs: '合格数 ÷ 送检数' / '一次合格数 ÷ 送检数'" in found


def test_without_readings_one_line_says_so(workshops):
    assert lines(workshops(readings=[])) == ["No KPI has readings, so there is nothing to hold beside one another."]
