"""The section on counts that disagree, read as a stranger would."""

import pytest

from diagnostics.loop.close.sections.conflicts import conflicts_section

PAIR = {
    "kpi": "conversion", "reading": "finance", "source": "crm", "department": {"zh": "运营部", "en": "Operations"},
    "other_source": "ledger", "other_department": {"zh": "财务部", "en": "Finance"}, "tolerance": 0.01, "periods": 12,
    "entities": 3, "compared": 24, "conflict": 2, "within": 22, "missing_reading": 1, "missing_authoritative": 0,
    "other_span": 0, "suppressed": 3,
}  # fmt: skip
ROW = {
    "kpi": "conversion", "reading": "finance", "level": "store", "entity": "s1", "cycle": "month", "period": "2025-03",
    "authoritative": 0.312, "value": 0.284, "absolute": -0.028, "relative": -0.09, "state": "conflict", "lacking": 0.0,
    "rank": 1, "conflicts": 2, "compared": 12,
}  # fmt: skip
MISSING = {**ROW, "period": "2025-04", "value": None, "absolute": None, "relative": None, "state": "missing_reading"}


def record(**other):
    differences = [{"kpi": "conversion", "reading": "finance", "aspect": "wording",
                    "own": {"zh": "下单人数", "en": "orders"}, "other": {"zh": "付款人数", "en": "payments"}}]  # fmt: skip
    return {"period": "2025-06", "pairs": [PAIR], "entities": [ROW], "rows": [ROW], "missing": [MISSING],
            "differences": differences, **other}  # fmt: skip


def told(build, content, language="zh"):
    build.language = language
    section = conflicts_section(content, build.wording())
    return section, section.parts[0].items


def test_the_largest_conflict_is_told_with_both_figures_and_whose_they_are(build):
    section, (line,) = told(build, record())
    assert line == (
        "转化率：财务部与运营部（唯一来源）的数不一致，可比的 24 处中有 2 处相差超过容差（1%）。"
        "最大的一处是2025年3月的武侯店：运营部 31.2%，财务部 28.4%，差 −2.8 个百分点。"
        "另有 1 处只有一方有数。另有 3 处涉及的人太少，不列数字。"
    )
    assert not section.folded
    row = section.parts[1].table.rows[0]
    assert (row["absolute"], row["authoritative"], row["value"]) == ("−2.8 个百分点", "运营部 31.2%", "财务部 28.4%")


def test_english_says_the_same(build):
    _, (line,) = told(build, record(), "en")
    assert line.startswith("Conversion: Finance disagrees with Operations (authoritative): 2 of 24 comparable figures")
    assert "31.2%, Finance 28.4%, a difference of −2.8 percentage points." in line


def test_counts_that_agree_are_folded_away_in_one_sentence(build):
    agreed = {**PAIR, "conflict": 0, "within": 24, "missing_reading": 0, "suppressed": 0}
    section, (line,) = told(build, record(pairs=[agreed], entities=[], rows=[], missing=[], differences=[]))
    assert line == "转化率：财务部与运营部（唯一来源）的数一致，可比的 24 处相差都在容差（1%）之内。"
    assert section.folded
    assert len(section.parts) == 1


def test_what_is_lacking_below_stands_beside_the_entity(build):
    row = {
        **ROW,
        "kpi": "revenue",
        "authoritative": 400000.0,
        "value": 300000.0,
        "absolute": -100000.0,
        "relative": -0.25,
        "lacking": 2.0,
    }
    section, _ = told(build, record(pairs=[{**PAIR, "kpi": "revenue"}], entities=[row], differences=[], missing=[]))
    shown = section.parts[1].table.rows[0]
    assert shown["entity"] == "武侯店（含 2 处缺数）"
    assert shown["absolute"].endswith("（−25.0%）")


def test_definitions_that_differ_stand_side_by_side(build):
    section, _ = told(build, record())
    row = section.parts[3].table.rows[0]
    assert (row["aspect"], row["own"], row["other"]) == ("定义的措辞", "运营部：下单人数", "财务部：付款人数")


@pytest.mark.parametrize(
    ("own", "other", "words"), [("1", "10,000", "约为唯一来源的 10,000 倍"), ("10,000", "1", "约为唯一来源的 1/10,000")]
)
def test_a_scale_is_told_from_the_authoritative_side(build, own, other, words):
    unit = {
        "kpi": "conversion",
        "reading": "finance",
        "aspect": "unit",
        "own": {"zh": own, "en": own},
        "other": {"zh": other, "en": other},
    }
    section, _ = told(build, record(differences=[unit]))
    assert words in section.parts[3].table.rows[0]["other"]


@pytest.mark.parametrize("content", [None, {}, {"pairs": []}])
def test_without_readings_there_is_no_section(build, content):
    assert conflicts_section(content, build.wording()) is None


def test_one_kpi_is_named_once_and_several_in_their_rows(build):
    section, _ = told(build, record())
    table = section.parts[1].table
    assert table.caption == "转化率：超出容差的对象，各列出相差最大的一期，按相差幅度从大到小"
    assert [each.key for each in table.columns][:3] == ["entity", "period", "absolute"]
    pairs = [PAIR, {**PAIR, "kpi": "traffic"}]
    section, _ = told(build, record(pairs=pairs, entities=[ROW, {**ROW, "kpi": "traffic"}]))
    assert [row["kpi"] for row in section.parts[1].table.rows] == ["转化率", "客流"]


def test_other_names_of_the_same_day_in_another_source_are_left_out(build):
    day = {
        "kpi": "conversion",
        "reading": "finance",
        "aspect": "time",
        "own": {"zh": "date", "en": "date"},
        "other": {"zh": "month", "en": "month"},
    }
    section, _ = told(build, record(differences=[day]))
    assert len(section.parts) == 3
    section, _ = told(build, record(pairs=[{**PAIR, "other_source": "crm"}], differences=[day]))
    assert section.parts[3].table.rows[0]["other"] == "财务部：month"
