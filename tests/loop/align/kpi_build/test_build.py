"""Six steps from strategy to rhythm: S2's own example, what each check finds, and what can't be done yet."""

import io
import shutil
from pathlib import Path

import pytest

from diagnostics.data.handoff import read_records
from diagnostics.dictionary.load import load_engagement
from diagnostics.dictionary.rules import RULES
from diagnostics.loop.align import build_kpis, save_build, write_build
from diagnostics.loop.align.kpi_build.checks import CODES
from diagnostics.model.kpi_build import BUILD_STEPS
from diagnostics.run.scaffold import scaffold

STARTER = Path(__file__).parents[4] / "playbooks" / "kpi-build" / "starter"


@pytest.fixture
def company(tmp_path):
    """Change files of the playbook's example, and build: ``company(("kpis.yaml", old, new), …)``."""
    folder = tmp_path / "acme"
    shutil.copytree(STARTER, folder)
    settings = folder / "engagement.yaml"
    settings.write_text(settings.read_text("utf-8").replace("${id}", "acme").replace("${client}", "Acme"), "utf-8")

    def build(*changes, period=""):
        for name, old, new in changes:
            text = (folder / name).read_text("utf-8")
            assert old in text
            (folder / name).write_text(text.replace(old, new), "utf-8")
        return build_kpis(load_engagement(folder), period)

    return build


def handed(found, step="department"):
    at = found.step(step).table.columns.index("handed")
    return [row[at].say("zh") for row in found.step(step).table.rows if row[at]]


def codes(found, step):
    return {each.code for each in found.step(step).findings}


def test_3000_and_1000_of_5000_leave_1000_to_nobody(company):
    found = company()
    assert "全公司：目标 5,000 万元，下级合计 4,000 万元，未覆盖 1,000 万元（20%）" in handed(found)
    assert "PD160" in codes(found, "department")
    # Leads and the renewal rate are other units: they stand in lines of their own and are added to nothing.
    assert not any("1,000" in each and "线索" in each for each in handed(found))


def test_what_adds_up_is_covered(company):
    old = "target: 10000000, stretch: 12000000"
    found = company(("scorecards.yaml", old, "target: 20000000, stretch: 22000000"))
    assert "全公司：目标 5,000 万元，下级合计 5,000 万元，已覆盖" in handed(found)
    assert "PD160" not in codes(found, "department")


@pytest.mark.parametrize(("each", "told"), [(14, "下级合计 70，已覆盖"), (12, "未覆盖 10（14.3%）")])
def test_targets_of_five_people_cover_their_department_or_do_not(company, each, told):
    names = "abcde"
    people = "".join(f"p_{one},员工{one},seller,marketing,sellers,,true\n" for one in names)
    card = (
        "- entity: marketing\n  name: 市场部考核表\n  from: 2025-01\n  items:\n"
        "    - {kpi: leads, weight: 1, core: true, targets: {target: 70, from: history}}\n"
        "- role: seller\n  level: seller\n  name: 市场专员\n  from: 2025-01\n  items:\n"
        f"    - {{kpi: leads, weight: 1, core: true, targets: {{target: {each}, from: history}}}}\n"
    )
    head = "id,name,level,parent,peer_group,aliases"
    found = company(
        ("entities.csv", f"{head}\n", f"{head},person\n"),
        ("entities.csv", "marketing,市场部,department,company,,\n", f"marketing,市场部,department,company,,,\n{people}"),
        ("scorecards.yaml", "- entity: new_business\n", f"{card}- entity: new_business\n"),
    )  # fmt: skip
    assert any(told in line for line in handed(found, "person")), handed(found, "person")
    assert ("PD160" in codes(found, "person")) is (each == 12)
    assert not any(f"员工{one}" in str(found.record()) for one in names)


def test_a_goal_without_a_kpi_and_a_kpi_without_a_goal_are_both_named(company):
    found = company(
        ("engagement.yaml", "kpis: [leads]}", "kpis: []}"),
        ("kpis.yaml", "  owner: 市场部\n  parent: revenue_growth\n", "  owner: 市场部\n  mother: true\n"),
    )
    rows = [tuple(cell.say("zh") for cell in row) for row in found.step("strategy").table.rows]
    at = found.step("strategy").table.columns.index("kpi")
    assert ("足够的有效线索", "没有指标支撑") in {(row[0], row[at]) for row in rows}
    assert ("不支撑任何目标", "有效线索数") in {(row[0], row[at]) for row in rows}
    assert {"PD114", "PD120"} <= codes(found, "strategy")


def test_an_error_is_told_at_its_step_and_counts_as_unresolved(company):
    found = company(("scorecards.yaml", "{kpi: leads, weight: 0.15", "{kpi: leads, weight: 0.25"))
    assert found.step("weight").check == "errors"
    assert [each.code for each in found.unresolved] == ["PD101"]
    assert "1 条错误" in found.summary("zh")
    together = [row for row in found.step("weight").table.rows if row[1].say("zh") == "合计"]
    assert [row[2].say("zh") for row in together] == ["100%", "110%", "100%"]


def test_a_step_that_lacks_its_matter_says_what_and_where(company):
    found = company()
    assert {each.check for each in found.steps} == {"passed", "findings"}
    rhythms = ("scorecards.yaml", "  rhythm: {track: month, assess: year, summarise: year}\n", "")
    found = company(("engagement.yaml", "goals:\n", "goals: []\n"), *_without_goals(), rhythms)
    assert [each.id for each in found.steps if each.check == "not_possible"] == ["strategy", "period"]
    assert "goals" in found.step("strategy").why("en")
    assert found.summary("zh").startswith("六步中")


def _without_goals():
    lines = [
        each for each in (STARTER / "engagement.yaml").read_text("utf-8").splitlines() if each.startswith("  - {id:")
    ]
    return [("engagement.yaml", f"{each}\n", "") for each in lines]


def test_only_cards_in_force_count(company):
    later = ("scorecards.yaml", "  name: {zh: 续费部考核表, en: Renewals}\n  profile: department\n  from: 2025-01",
             "  name: {zh: 续费部考核表, en: Renewals}\n  profile: department\n  from: 2027-01")  # fmt: skip
    assert len(company(later, period="2026").step("person").table.rows) == 2
    assert len(company(period="2027").step("person").table.rows) == 3


def test_every_rule_stands_at_one_step_or_none():
    told = [each for step in BUILD_STEPS for each in CODES[step]]
    assert len(told) == len(set(told))
    assert set(told) <= set(RULES)


def test_role_templates_end_in_a_sheet_without_errors(tmp_path):
    scaffold(tmp_path / "acme", roles=("销售岗", "行政岗", "研发工程师岗"))
    found = build_kpis(load_engagement(tmp_path / "acme"))
    assert found.unresolved == ()
    assert len(found.sheet.rows) == 4 + 4 + 5
    assert all(each.table.rows for each in found.steps)


def test_the_hand_off_holds_table_and_check_of_all_six(company, tmp_path):
    save_build(found := company(), tmp_path / "run")
    record = read_records(tmp_path / "run", "kpi_build")
    assert [each["id"] for each in record["steps"]] == list(BUILD_STEPS)
    assert all(each["table"]["rows"] and each["told"]["zh"] and each["told"]["en"] for each in record["steps"])
    assert record["summary"]["zh"] == found.summary("zh")
    save_build(found, "")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_workbook_has_the_sheet_six_tables_and_what_is_unresolved(company, language):
    import openpyxl

    found, again = io.BytesIO(), io.BytesIO()
    built = company()
    write_build(found, built, language)
    write_build(again, built, language)
    assert found.getvalue() == again.getvalue()
    book = openpyxl.load_workbook(found)
    assert len(book.sheetnames) == 8
    assert book.worksheets[0].max_row == 3 + len(built.sheet.rows)
    # A column in which nothing stands is left out.
    heads = [each.value for each in book.worksheets[3][3]]
    assert None not in heads
