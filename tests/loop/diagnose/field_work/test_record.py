import json

import pytest

from diagnostics.loop.diagnose.field_work.record import field_work_record
from tests.dictionary.field_work.conftest import COSTS, INTERVIEWS, Work


@pytest.fixture
def work(tmp_path):
    return Work(tmp_path / "acme")


def record(work):
    return field_work_record(work.folder.open(), None)


def test_nothing_that_was_said_leaves_the_consultant_by_default(work):
    text = json.dumps(record(work), ensure_ascii=False)
    for said in ("高峰期只有一台收银机", "三天里新人独自接待", "店长接待"):
        assert said not in text


def test_a_quote_leaves_only_where_the_person_agreed_and_enough_hold_the_role(work):
    (quote,) = record(work)["quotes"]
    assert quote == {"cause": "training", "text": "新人来了第二天就上岗", "supports": True,
                     "speaker": {"zh": "店长", "en": "店长"}}  # fmt: skip
    work.folder.write("evidence/interviews.yaml", INTERVIEWS.replace("holders: 6", "holders: 4"))
    assert record(work)["quotes"] == []


def test_names_of_coders_and_finders_stay(work):
    text = json.dumps(record(work), ensure_ascii=False)
    assert '"li"' not in text
    assert '"wang"' not in text


def test_whys_that_blame_a_person_stay_and_the_others_come_with_their_depth(work):
    (chain,) = record(work)["whys"]
    assert [(each["depth"], each["text"]["zh"]) for each in chain["links"]] == [
        (0, "顾客等不及走了"), (1, "收银机坏了一台"), (1, "排班没看客流"),
    ]  # fmt: skip


def test_evidence_is_counted_by_kind_and_losses_share_a_unit(work):
    told = record(work)
    first = told["causes"][0]
    assert (first["interview"]["pro"], first["observation"]["pro"], first["document"]["con"]) == (1, 1, 1)
    assert first["verdict"] == "open"
    assert told["losses"][0]["unit"] == "分钟"
    assert told["losses"][0]["rows"][0]["title"]["zh"] == "结账排队太久"
    assert told["agreements"][0]["notes"] == 1
    work.folder.write("evidence/costs.yaml", COSTS.replace("amount: 120, unit: 分钟", "unit: 分钟"))
    assert record(work)["losses"] == []


def test_without_hypotheses_there_is_no_record(work):
    for each in ("causes", "interviews", "whys", "costs"):
        work.folder.remove(f"evidence/{each}.yaml")
    assert record(work) is None


def test_a_chain_whose_rest_blames_a_person_ends_before_it(work):
    whys = (
        "- {id: w, problem: 投诉多, whys: [{because: 没人核对, whys: [{because: 店员责任心不强,"
        " whys: [{because: 工作态度差}]}]}]}\n"
    )
    work.folder.write("evidence/whys.yaml", whys)
    (chain,) = record(work)["whys"]
    assert [each["text"]["zh"] for each in chain["links"]] == ["没人核对"]
