"""Tests of the four traps over an engagement with records."""

import pandas as pd
import pytest

from diagnostics.errors import InputError, UnknownNameError
from diagnostics.loop.diagnose.traps import detect_traps
from diagnostics.loop.diagnose.traps.detect import _unfitting, _weighed
from diagnostics.loop.diagnose.traps.found import Looked
from diagnostics.loop.diagnose.traps.tested import Tested as Outcome
from diagnostics.model.consensus import Consensus, Difference, QuestionConsensus, Share, SurveyConsensus
from diagnostics.model.trap import PRIVATE, TRAP_TESTS, TrapReview
from diagnostics.model.traps import TrapEvidence, Traps
from tests.loop.diagnose.traps.conftest import ENGAGEMENT

PLANTED = {
    "entries", "check_ins", "pay_link", "fixed_rise", "deductions", "variable_share", "suggestions", "sponsors", "blame",
}  # fmt: skip
REVIEWS = """\
- {id: t1, test: suggestions, state: confirmed, reply: 平台停用半年, by: li, at: 2025-06-21}
- {id: t2, test: check_ins, state: explained, reply: 谈过而没有登记, by: li, at: 2025-06-22}
- {id: t3, test: sponsors, state: confirmed, reply: 时间冲突, by: li, at: 2025-06-22}
- {id: t4, test: blame, state: confirmed, reply: 已改进, by: li, at: 2025-06-23, released: true}
- {id: t5, test: conflicts, kpi: revenue, state: confirmed, reply: 已核对, by: li, at: 2025-06-23}
"""
LATER = "- {id: t1, test: suggestions, state: confirmed, reply: 平台停用半年, by: li, at: 2025-07-22}\n"


@pytest.fixture(scope="module")
def good(build_chain, tmp_path_factory):
    return detect_traps(build_chain(tmp_path_factory.mktemp("t") / "good", bad=False), "2025-06")


@pytest.fixture(scope="module")
def bad(build_chain, tmp_path_factory):
    return detect_traps(build_chain(tmp_path_factory.mktemp("t") / "bad", bad=True, reviews=REVIEWS), "2025-06")


def test_a_client_without_traps_has_no_finding(good):
    assert [each.test for each in good.findings] == []
    assert PLANTED - {"fixed_rise"} <= set(good.frame()["test"])


def test_what_was_planted_is_found_and_nothing_else(bad):
    assert {each.test for each in bad.findings} == PLANTED


def test_a_review_that_fits_no_finding_is_told_with_the_nearest(bad):
    assert list(bad.unfitting) == ["t5"]
    assert set(bad.record()["unfitting"]) == {"t5"}


@pytest.mark.parametrize(("sums", "levels"), [(("store",), ["store"]), ((), ["store", "region"])])
def test_a_finding_that_only_adds_up_one_below_is_not_counted_twice(sums, levels):
    tested = Outcome(0.001, 90.0, 100)
    looked = [
        Looked("limit", tested, dict, "errors", level="store"),
        Looked("limit", tested, dict, "errors", level="region", sums=sums),
    ]
    assert [each.level for each in _weighed(looked)] == levels


@pytest.mark.parametrize(("as_of", "state", "later"), [("", "to_verify", ("t1",)), ("2025-07-22", "confirmed", ())])
def test_a_review_dated_after_the_day_as_of_which_is_told_waits(build_chain, tmp_path, as_of, state, later):
    found = detect_traps(build_chain(tmp_path / "c", bad=True, reviews=LATER), "2025-06", as_of=as_of)
    (own,) = found.of("suggestions")
    assert (own.state, found.later, found.record()["later"]) == (state, later, list(later))
    assert found.as_of == (as_of or "2025-06-30")
    assert found.unfitting == {}


def _evidence(probability, finding, material):
    figures = {"n_good": 90.0, "n_bad": 38.0, "expected": 0.49}
    return TrapEvidence(
        "bunching", "k", "", "store", "", 69.5, probability, 504, finding, figures, pd.DataFrame(), material=material
    )


@pytest.mark.parametrize(
    ("probability", "finding", "material", "told"),
    [
        (0.026, False, True, "38 个；按周围的分布，刚过线的应约占两者的 49%。不能确定：单看这一项少见，"),
        (0.2, False, True, "k：未见这一特征。"),
        (0.026, False, False, "k：未见这一特征。"),
        (0.001, True, True, "应约占两者的 49%。"),
    ],
)
def test_what_many_tests_alone_unmake_is_told_as_not_certain(probability, finding, material, told):
    each = _evidence(probability, finding, material)
    found = Traps((each,), {}, "2025-06", {})
    assert told in found.told(each)
    assert ("不能确定" in found.summary()) == each.unsure == ("不能确定" in found.told(each))


def test_a_review_of_what_is_not_certain_is_told_with_that():
    review = TrapReview(id="t4", test="bunching", kpi="k", state="to_verify")
    one = _evidence(0.026, False, True)
    assert _unfitting((review,), (one,)) == {"t4": one}
    found = Traps((one,), {}, "2025-06", {}, {"t4": one}).record()
    assert found["unfitting"] == {"t4": {"test": "bunching", "kpi": "k", "level": "store", "unsure": True}}


def test_two_of_twenty_suggestions_answered_is_told_with_its_rows(bad):
    (found,) = bad.of("suggestions")
    assert (found.figures["n_done"], found.figures["n_count"], found.score) == (2, 20, 80.0)
    assert bad.told(found) == "收到建议 20 条，已答复 2 条，占 10%。"
    assert len(bad.rows("suggestions")) == 20


def test_a_fixed_rise_without_a_change_of_revenue_is_told_of_and_its_shop_is_not_on_pages(bad):
    (found,) = bad.of("fixed_rise")
    assert found.figures["rise"] == pytest.approx(5600 / 5000 - 1)
    assert found.private
    assert not found.published


def test_the_tie_of_pay_to_results_has_an_interval(good, bad):
    (tied,), (loose,) = good.of("pay_link"), bad.of("pay_link")
    assert tied.figures["tie_low"] < tied.figures["tie"] < tied.figures["tie_high"]
    assert tied.figures["tie"] > 0.2 > loose.figures["tie_high"]


def test_all_entries_in_december_are_found(bad):
    (found,) = bad.of("entries")
    assert found.figures["share"] == 1.0


def test_pages_get_what_was_verified_and_what_was_released_only(bad):
    record = bad.record()
    assert [each["test"] for each in record["items"]] == ["check_ins", "suggestions", "blame"]
    told = str(record)
    assert "sponsors" not in told
    assert record["waiting"] == {"gaming": 0, "silos": 1, "incentives": 2, "culture": 0}


def test_states_replies_and_who_verified_stand_on_the_cards(bad):
    culture = bad.cards()[3]
    suggestions = next(each for each in culture["tests"] if each["test"] == "suggestions")
    line = suggestions["lines"][0]
    assert (line["state"], line["reply"], line["by"], line["at"]) == ("已证实", "平台停用半年", "li", "2025-06-21")
    assert suggestions["rule"]
    assert suggestions["innocent"].startswith("也可能是")
    assert all("score" not in card for card in bad.cards())


def test_a_survey_whose_two_sides_part_is_a_feature_of_its_own(build_chain, tmp_path):
    share = Share(40, 0.5, 0.4, 0.6)
    question = QuestionConsensus("q", "目标清楚吗", None, share, share, share, share, Difference(0.5, 0.3, 0.7))
    survey = SurveyConsensus("s", "before", 40, 40, (), (), (), "shown", (question,))
    found = detect_traps(build_chain(tmp_path / "c", bad=False), "2025-06", consensus=Consensus("zh", (survey,)))
    assert [each.test for each in found.findings] == ["split"]


def test_people_are_in_no_row(build_chain, tmp_path):
    found = detect_traps(build_chain(tmp_path / "p", bad=True, person="true"), "2025-06")
    for test in set(found.frame()["test"]):
        rows = found.rows(test)
        named = {str(value) for name in rows.columns if name != "kpi" for value in rows[name]}
        assert not named & set("abcdefgh"), test


def test_what_has_no_record_is_said_to_be_not_looked_at(build_chain, tmp_path):
    bare = ENGAGEMENT[: ENGAGEMENT.index("records:")]
    found = detect_traps(build_chain(tmp_path / "b", bad=True, engagement=bare), "2025-06")
    assert found.findings == ()
    assert {found.unseen[each] for each in PLANTED} == {"record"}
    assert set(found.unseen) | set(found.frame()["test"]) == set(TRAP_TESTS)
    assert "未检验" in found.summary()
    assert found.summary("en").startswith(f"{20 - len(found.unseen)} of 20")


@pytest.mark.parametrize(
    ("old", "new", "match"),
    [
        ("records:\n  pay: {source: pay,", "records:\n  pay: {source: pya,", "'pay'"),
        ("kpi: revenue}", "kpi: revenu}", "'revenue'"),
        ("done: answered}", "}", "'done'"),
        ("sponsor: sponsor, failed: failed, blame: blame", "failed: failed", "'sponsor'"),
    ],
)
def test_records_that_name_what_is_not_there_are_refused(build_chain, tmp_path, old, new, match):
    with pytest.raises(InputError, match=match):
        build_chain(tmp_path / "x", bad=False, engagement=ENGAGEMENT.replace(old, new))


def test_a_column_that_is_not_there_is_refused_with_the_nearest(build_chain, tmp_path):
    chain = build_chain(tmp_path / "x", bad=False, engagement=ENGAGEMENT.replace("done: answered", "done: answerd"))
    with pytest.raises(UnknownNameError, match="answered"):
        detect_traps(chain, "2025-06")


def test_a_cell_that_is_neither_yes_nor_no_is_refused(build_chain, tmp_path):
    chain = build_chain(tmp_path / "x", bad=False)
    path = chain.folder / "data" / "reviews.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",1,1,", ",perhaps,1,"), encoding="utf-8")
    with pytest.raises(InputError, match=r"'perhaps'.*neither yes nor no"):
        detect_traps(chain, "2025-06")


def test_a_review_that_is_verified_names_who_and_when(build_chain, tmp_path):
    with pytest.raises(InputError, match="who verified"):
        build_chain(tmp_path / "x", bad=False, reviews="- {id: t1, test: suggestions, state: confirmed}\n")


def test_a_review_of_an_unknown_kpi_is_refused_with_its_place(build_chain, tmp_path):
    with pytest.raises(UnknownNameError, match=r"evidence/traps\.yaml.*revenue"):
        build_chain(tmp_path / "x", bad=False, reviews="- {id: t1, test: bunching, kpi: revenu}\n")


def test_an_unknown_test_is_refused(good):
    with pytest.raises(UnknownNameError, match="bunching"):
        good.of("bunchin")


def test_items_of_the_sponsor_and_of_blame_are_private():
    assert {"sponsors", "blame"} <= PRIVATE


def test_pay_of_few_people_is_not_looked_at(build_chain, tmp_path):
    found = detect_traps(build_chain(tmp_path / "p", bad=True, person="true"), "2025-06")
    assert not {"pay_link", "fixed_rise", "deductions", "variable_share"} & set(found.frame()["test"])
