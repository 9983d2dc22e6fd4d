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


def test_a_reading_in_another_unit_hides_no_other(workshops):
    """Each reading has its line first; what another unit explains is shown once, and last."""
    months = [f"2025-{m:02d}" for m in range(1, 9)]
    own = "month,workshop,inspected,passed\n" + "".join(
        f"{m}-15,{w},100,{90 + at}\n" for m in months for at, w in enumerate(("w1", "w2"))
    )
    other = "month,workshop,inspected,first_pass\n" + "".join(
        f"{m}-15,{w},100,80\n" for m in months for w in ("w1", "w2")
    )
    both = [
        {
            "id": "wan",
            "department": {"zh": "财务部", "en": "Finance"},
            "source": "production",
            "measure": "sum(passed) / 10000",
        },
        {"id": "quality", "source": "quality", "measure": "sum(first_pass)"},
    ]
    told = workshops(
        own,
        other,
        measure="sum(passed)",
        unit="count",
        readings=both,
        id="passed",
        name={"zh": "合格数", "en": "Passed"},
    )
    found = lines(told, at="2025-08", levels=["workshop"])
    assert found[1].startswith("passed: wan (Finance, source production)")
    assert found[1].endswith("its figures are about 1/10,000 of the authoritative ones: perhaps another unit")
    assert "passed: quality" in found[2]
    shown = [each.split()[1] for each in found if each.startswith("  passed")]
    assert shown == ["quality"] * 5 + ["wan"]
    assert "  … 11 more of passed, quality, none of them larger" in found
    assert not any("unit differs" in each for each in found)
