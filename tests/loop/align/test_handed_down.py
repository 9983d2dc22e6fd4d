"""Coverage and the goal map, as the align step hands them on."""

import pytest

from diagnostics.dictionary.linting import lint_engagement
from diagnostics.dictionary.load import load_engagement
from diagnostics.loop.align import review

CARDS = """\
- entity: acme
  name: 公司
  profile: company
  items:
    - {kpi: revenue, weight: 1, core: true, targets: {target: 5000, from: strategy}}
- entity: wuhou
  items:
    - {kpi: revenue, weight: 1, core: true, targets: {target: 3000, from: strategy}}
- entity: li
  items:
    - {kpi: revenue, weight: 1, core: true, targets: {target: 10, from: strategy}}
"""
ENTITIES = """\
id,name,level,parent,person
acme,某公司,company,,
wuhou,武侯店,store,acme,
qingyang,青羊店,store,acme,
li,李四,staff,wuhou,true
wang,王五,staff,li,true
"""


@pytest.fixture
def folder(tmp_path):
    from tests.dictionary.conftest import Folder

    made = Folder(tmp_path / "acme").write("scorecards.yaml", CARDS).write("entities.csv", ENTITIES)
    return made.replace("engagement.yaml", "focus: [wuhou]\n", "").remove("ledger.yaml")


def test_the_hand_off_holds_coverage_and_map_without_people(folder):
    record = review(load_engagement(folder.path)).records
    # The store's target stands beside that of one person: nobody else's business.
    assert [(each["entity"], each["short"], each["covered"]) for each in record["coverage"]] == [
        ("acme", 2000.0, False)
    ]
    assert "li" not in {value for row in record["coverage"] for value in row.values()}
    assert {each["id"]: each["kind"] for each in record["map"]} == {
        "growth": "goal", "revenue": "kpi", "traffic": "kpi", "conversion_rate": "kpi",
    }  # fmt: skip


@pytest.mark.parametrize(("language", "head", "words"), [("zh", "分解方式", "1 个下级相加；1 个下级没有目标"),
                                                         ("en", "Made of", "the sum of 1 units; 1 units have no target")])  # fmt: skip
def test_readers_see_what_is_open_and_who_is_silent(folder, language, head, words):
    frame = review(load_engagement(folder.path)).coverage_frame(language)
    assert frame[head][0] == words
    assert list(frame.iloc[0])[3:5] == (["5,000 元", "3,000 元"] if language == "zh" else ["¥5,000", "¥3,000"])


def test_findings_that_tell_of_one_person_stay_with_those_who_check(folder):
    alignment = review(load_engagement(folder.path))
    assert [each.place for each in alignment.findings if each.code == "PD160"] == ["scorecards.yaml:5"]
    engagement = load_engagement(folder.path)
    assert len([each for each in lint_engagement(engagement) if each.code == "PD160"]) == 2


def test_no_finding_that_is_handed_on_names_a_person_who_is_measured(folder):
    folder.replace("kpis.yaml", "  measure: sum(sales)\n", "  measure: sum(sales)\n  depends_on: [li]\n")
    engagement = load_engagement(folder.path)
    assert any("李四" in each.message.zh for each in lint_engagement(engagement))
    assert not any("李四" in str(each) for each in review(engagement).records["findings"])
