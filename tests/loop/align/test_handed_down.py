"""Coverage and the goal map, as the align step hands them on."""

import pytest

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
    assert [(each["entity"], each["short"], each["covered"]) for each in record["coverage"]] == [
        ("acme", 2000.0, False), ("wuhou", 2990.0, False),
    ]  # fmt: skip
    assert record["coverage"][1]["parts"] == 1
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
