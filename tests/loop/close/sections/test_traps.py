"""What pages say of the traps."""

import pytest

from diagnostics.loop.close.sections.traps import traps_section

ITEM = {
    "test": "suggestions", "trap": "culture", "kpi": "", "counter": "", "level": "", "group": "", "score": 80.0, "n": 20,
    "state": "confirmed", "by": "li", "at": "2025-07-01", "reply": {"zh": "平台停用半年。", "en": "The platform was down."},
    "figures": {"n_done": 2.0, "n_count": 20.0, "share": 0.1, "rule": 0.5},
}  # fmt: skip
NONE_WAITING = {"gaming": 0, "silos": 0, "incentives": 0, "culture": 0}


@pytest.mark.parametrize("record", [None, {"items": [], "waiting": NONE_WAITING, "unseen": {}}])
def test_without_anything_verified_or_waiting_there_is_no_section(build, record):
    assert traps_section(record, build.wording()) is None


def test_a_confirmed_feature_is_told_with_reply_and_who_verified(build):
    section = traps_section({"items": [ITEM], "waiting": NONE_WAITING, "unseen": {}}, build.wording())
    (line,) = section.parts[0].items
    assert line.startswith(
        "文化缺失与变革免疫（建议得到答复）：收到建议 20 条，已答复 2 条，占 10%。已证实；单位说明：平台停用半年。"
    )
    assert line.endswith("核实人：李敏，2025年7月1日。")


def test_what_waits_is_counted_and_not_described(build):
    section = traps_section({"items": [], "waiting": {**NONE_WAITING, "gaming": 2}, "unseen": {}}, build.wording())
    assert [part.text for part in section.parts] == ["另有 2 处数据特征正在核实，核实后再列出。"]
    assert section.folded


def test_an_english_page_tells_it_in_english(build):
    build.language = "en"
    section = traps_section({"items": [ITEM], "waiting": NONE_WAITING, "unseen": {}}, build.wording())
    assert "2 of 20 suggestions were answered, 10%." in section.parts[0].items[0]
    assert "The platform was down. Verified by" in section.parts[0].items[0]


def test_what_is_beyond_the_most_that_a_page_lists_is_counted(build):
    section = traps_section({"items": [ITEM] * 23, "waiting": NONE_WAITING, "unseen": {}}, build.wording())
    assert len(section.parts[0].items) == 20
    assert section.parts[1].text == "另有 3 处已核实的数据特征未在此列出。"
