import json
import subprocess
import sys

import pytest

from diagnostics.data.handoff import read_records
from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import InputError
from diagnostics.loop.align import review, save

KEYS = {
    "client", "title", "language", "currency", "period", "as_of", "synthetic", "charter", "goals", "mother_metrics", "kpis",
    "tree", "scorecards", "findings", "entities", "people", "coverage", "map",
        "labels", "changes", "muted",
}  # fmt: skip
KPI_KEYS = {
    "id", "name", "definition", "unit", "direction", "decimals", "owner", "source", "measure", "formula", "where", "cycle",
    "parent", "mother", "kind", "versions",
}  # fmt: skip
PEOPLE = (
    "id,name,level,parent,peer_group,responsible,person\n"
    "north,北店,store,,city,li,\nsouth,南店,store,,city,,\n"
    "e017,王小明,person,north,,,true\n"
)


@pytest.fixture
def engagement(small):
    return load_engagement(small)


@pytest.fixture
def with_people(small):
    (small / "entities.csv").write_text(PEOPLE, encoding="utf-8")
    cards = (small / "scorecards.yaml").read_text(encoding="utf-8")
    own = "- entity: e017\n  name: 王小明的考核表\n  items:\n    - {kpi: conversion_rate, weight: 0.5, targets: {target: 0.1}}\n"
    (small / "scorecards.yaml").write_text(cards + own, encoding="utf-8")
    return load_engagement(small)


def test_the_hand_off_has_exactly_the_agreed_keys(engagement, tmp_path):
    save(review(engagement, "2025-06"), tmp_path)
    record = read_records(tmp_path, "alignment")
    assert set(record) == KEYS
    assert set(record["kpis"][0]) == KPI_KEYS
    assert (record["period"], record["as_of"]) == ("2025-06", "2025-06-30")
    assert record["client"] == {"zh": "小店", "en": "小店"}
    assert record["mother_metrics"] == ["conversion_rate"]
    assert record["tree"] == [{"kpi": "conversion_rate", "parent": None, "path_to_mother": ["conversion_rate"]}]
    assert record["entities"][0] == {
        "id": "north",
        "label": "北店",
        "level": "store",
        "parent": None,
        "peer_group": "city",
    }
    assert record["people"] == {"li": "李店长", "wang": "王主管"}
    assert record["scorecards"][0]["items"][0]["targets"]["from"] == "history"
    assert set(record["findings"][0]) == {
        "code",
        "severity",
        "place",
        "message",
        "remedy",
        "about",
        "variant",
        "private",
    }
    assert set(record["findings"][0]["message"]) == {"zh", "en"}


def test_reviewing_with_a_run_writes_and_without_one_does_not(engagement, tmp_path):
    review(engagement, "2025-06")
    assert list(tmp_path.glob("results/*")) == []
    review(engagement, "2025-06", tmp_path)
    assert (tmp_path / "results" / "alignment.json").is_file()


def test_the_same_review_gives_the_same_bytes(engagement, tmp_path):
    for name in ("a", "b"):
        review(engagement, "2025-06", tmp_path / name)
    first, second = ((tmp_path / name / "results" / "alignment.json").read_bytes() for name in ("a", "b"))
    assert first == second


def test_a_review_needs_no_period(engagement):
    records = review(engagement).records
    assert records["period"] is None
    assert records["as_of"] is None


def test_a_wrong_period_is_refused(engagement):
    with pytest.raises(InputError, match="Period '2025-6' has no known form"):
        review(engagement, "2025-6")


def test_unanswered_questions_are_named(small):
    text = (small / "engagement.yaml").read_text(encoding="utf-8")
    text = text.replace("goal: 多成交", "goal: ''").replace("statement: 为了大家", "statement: （示例）为了大家")
    (small / "engagement.yaml").write_text(text, encoding="utf-8")
    alignment = review(load_engagement(small))
    assert alignment.missing_answers == ("goal", "statement")
    assert alignment.records["charter"]["missing"] == ["goal", "statement"]
    assert "改进章程的七项还有 2 项没有回答。" in alignment.summary()
    assert "seven questions 2 are not answered" in alignment.summary("en")
    assert list(alignment.charter_frame()["回答"]).count("（未回答）") == 2


def test_answers_are_handed_on(engagement):
    alignment = review(engagement)
    assert alignment.missing_answers == ()
    assert alignment.records["charter"]["goal"] == {"zh": "多成交", "en": "多成交"}
    assert alignment.records["charter"]["sponsor"] == "li"
    assert list(alignment.charter_frame("en")["Answer"]) == [
        "多成交",
        "转化低",
        "怎么提高",
        "李店长",
        "为了大家",
        "多赚",
        "多拿",
    ]


def test_findings_are_counted_and_shown_in_the_engagements_language(engagement):
    alignment = review(engagement)
    codes = {each.code for each in alignment.findings}
    assert {"PD102", "PD121"} <= codes
    assert alignment.count("warning") == sum(each.severity == "warning" for each in alignment.findings)
    frame = alignment.frame()
    assert list(frame.columns) == ["code", "severity", "place", "about", "message", "remedy"]
    assert "考核表" in frame.loc[frame["code"] == "PD102", "message"].iloc[0]
    assert list(alignment.findings_frame("en").columns) == ["Code", "Weight", "Place", "Found", "What to do"]


def test_the_tree_is_shown_with_names_and_the_way_up(small):
    (small / "kpis.yaml").write_text(
        (small / "kpis.yaml").read_text(encoding="utf-8")
        + "- {id: calls, name: 回访, unit: count, direction: higher, source: visits, measure: sum(x), owner: li,"
        " parent: conversion_rate}\n",
        encoding="utf-8",
    )
    frame = review(load_engagement(small)).tree_frame()
    assert frame.iloc[1].tolist() == ["\u3000回访", "转化率", "", "转化率", "李店长"]


def test_people_who_are_measured_are_no_part_of_the_hand_off(with_people, tmp_path):
    review(with_people, "2025-06", tmp_path)
    text = (tmp_path / "results" / "alignment.json").read_text(encoding="utf-8")
    assert "e017" not in text
    assert "王小明" not in text
    record = json.loads(text)
    assert [each["id"] for each in record["entities"]] == ["north", "south"]
    assert [each["id"] for each in record["scorecards"]] == ["manager"]
    assert record["entities"][0]["responsible"] == "li"


def test_findings_about_a_persons_card_are_not_handed_on(with_people):
    alignment = review(with_people)
    assert not [each for each in alignment.findings if "王小明" in each.message.zh or each.code in ("PD101", "PD110")]
    assert [each for each in alignment.findings if each.about == "manager"]


def test_a_name_in_the_clients_files_becomes_no_html(small):
    text = (small / "kpis.yaml").read_text(encoding="utf-8").replace("转化率", "<script>alert(1)</script>")
    (small / "kpis.yaml").write_text(text.replace("  owner: li\n", ""), encoding="utf-8")
    html = review(load_engagement(small))._repr_html_()
    assert "&lt;script&gt;" in html
    assert "<script>" not in html


def test_the_step_loads_no_pandas_until_a_table_is_asked_for(small):
    code = (
        "import sys\nfrom diagnostics.dictionary.load import load_engagement\nfrom diagnostics.loop.align import review\n"
        f"review(load_engagement({str(small)!r}), '2025-06')\nprint('pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
