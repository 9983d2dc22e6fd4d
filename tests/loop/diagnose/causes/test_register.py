"""The register of an engagement: slices, columns, verdicts, hand-off, demo's planted causes."""

import json
from dataclasses import replace

import numpy as np
import pytest

from diagnostics.data.handoff import read_records
from diagnostics.errors import InputError
from diagnostics.loop import diagnose
from diagnostics.loop.diagnose.causes.register import register_of
from diagnostics.model.cause_register import CauseRegister
from diagnostics.model.cause_test import CauseTest
from diagnostics.model.root_cause import Evidence, Hypothesis

CITY = "id,name,level,parent,peer_group,person\nchain,全店,company,,,\n" + "".join(
    f"{each},{each}店,store,chain,city,\n" for each in "xyzuvw"
)
SEEN = (Evidence(kind="interview", supports=True, text="店员说的", by="li", at="2025-06-01"),)


def _cause(key, driver, **more):
    test = CauseTest(kind="association", driver=driver, direction="lower" if driver == "waited" else "higher")
    base = {"title": f"<b>{key}</b>", "category": "people", "kpi": "revenue", "entity": "x", "evidence": SEEN}
    return Hypothesis(id=key, tests=(test,), **{**base, **more})


@pytest.fixture
def city(shops, facts):
    """Six shops; at x web visitors buy less, and staff is the same everywhere."""
    draws = np.random.default_rng(1)
    import pandas as pd

    more = facts[facts["store"] != "x"].assign(store=lambda rows: rows["store"].map({"y": "u", "z": "v"}))
    extra = facts[facts["store"] == "y"].assign(store="w")
    table = pd.concat([facts, more, extra], ignore_index=True)
    table["orders"] = draws.binomial(
        table["visits"] * 5, np.where((table["store"] == "x") & (table["channel"] == "web"), 0.1, 0.3)
    )
    table["visits"] *= 5
    table["sales"] = table["orders"] * 100 + draws.integers(0, 60, len(table))
    # Where people wait, fewer of them buy.
    table["waited"] = 12 - 30 * table["orders"] / table["visits"].clip(lower=1) + draws.normal(0, 0.3, len(table))
    table["staff"] = draws.integers(4, 7, len(table))
    return shops(table, entities=CITY)


def test_slices_and_columns_are_tested_and_a_driver_that_is_no_worse_here_is_rejected(city, tmp_path):
    causes = (
        _cause("reception", "waited", slice={"channel": "web"}),
        _cause("staffing", "staff"),
        Hypothesis(id="later", title="以后再看", category="market", kpi="revenue"),
    )
    register = diagnose.causes(replace(city, causes=causes), "2025-06")
    found = {each.hypothesis.id: each for each in register.judged}
    assert found["reception"].verdict == "confirmed"
    assert found["reception"].telling.share == pytest.approx(1, abs=0.3)
    assert found["staffing"].verdict != "confirmed"
    assert found["staffing"].tests[0].outcome != "impossible"
    assert (found["later"].verdict, found["later"].why) == ("open", "little")
    assert register.judged[0].hypothesis.id == "reception"
    assert json.loads(json.dumps(register.record()))["causes"][0]["evidence"] == [
        {"kind": "interview", "for": 1, "against": 0}
    ]
    assert "店员说的" not in json.dumps(register.record(), ensure_ascii=False)
    assert "已证实 1 项" in register.summary("zh")
    assert register.frame()["cause"].tolist()[0] == "reception"


def test_a_part_of_the_formula_supports_no_story_and_shows_where_alone(city):
    causes = (
        _cause("feng_shui", "conversion_rate"),
        _cause("more_feng_shui", "visits"),
        Hypothesis(id="dice", title="骰子", category="people", kpi="revenue", entity="x", evidence=SEEN),
    )
    register = diagnose.causes(replace(city, causes=causes), "2025-06")
    found = {each.hypothesis.id: each for each in register.judged}
    assert found["feng_shui"].verdict == "open"
    assert "data" not in found["feng_shui"].for_
    assert found["feng_shui"].row("zh")["share"] != found["feng_shui"].row("zh")["share"]
    assert not [each for each in register.tests()["outcome"] if each == "supports"]
    assert any("公式的一部分" in each for each in register.told("zh"))
    assert any("not why" in each for each in register.told("en"))


def test_evidence_that_came_later_and_shares_of_no_gap_are_not_told(city):
    from datetime import date

    from diagnostics.data.engine import open_engine
    from diagnostics.data.observe import observe
    from diagnostics.loop.diagnose.gaps.compare import compare

    late = (Evidence(kind="interview", supports=True, text="后来说的", by="li", at="2025-07-01"),)
    client = replace(city, causes=(_cause("reception", "waited", slice={"channel": "web"}, evidence=late),))
    at = client.calendar.parse("2025-06")
    with open_engine(client) as engine:
        seen = observe(engine, until=at)
        gaps = compare(seen, client.kpis, at, calendar=client.calendar, entities=client.entities).table

        def judged(gaps, **more):
            (found,) = register_of(engine, seen, at, gaps, **more).judged
            return found

        assert judged(gaps).why == "needs_people"
        assert judged(gaps, known=date(2025, 7, 1)).verdict == "confirmed"
        none = judged(gaps.iloc[:0])
    assert none.why == "no_gap"
    assert none.telling.share != none.telling.share
    assert "%" not in CauseRegister((none,), "2025-06", 0.05, client.kpis).told("zh")[0]


def test_a_column_that_is_not_there_is_refused_with_the_known_ones(city):
    with pytest.raises(InputError, match="stafff"):
        diagnose.causes(replace(city, causes=(_cause("staffing", "stafff"),)), "2025-06")


def test_verdicts_wait_until_a_gap_is_quantified(city):
    from diagnostics.data.engine import open_engine
    from diagnostics.data.observe import observe

    at = city.calendar.parse("2025-06")
    with open_engine(city) as engine:
        seen = observe(engine, until=at)
        with pytest.raises(InputError, match="Verdicts on causes wait until a gap is quantified"):
            register_of(engine, seen, at, None)


@pytest.mark.kernels
@pytest.mark.parametrize("case", ["a", "b"])
def test_the_demo_confirms_what_was_planted_and_rejects_decoys(case, request):
    loop = request.getfixturevalue(f"demo_{case}")
    planted = json.loads((loop.folder / "truth.json").read_text("utf-8"))["hypotheses"]
    found = read_records(loop.run, "causes")["causes"]
    for verdict in ("confirmed", "rejected"):
        assert sorted(each["cause"] for each in found if each["verdict"] == verdict) == planted[verdict]


def test_a_coded_note_is_the_second_kind_of_evidence_and_one_against_holds_a_verdict_back(city):
    from diagnostics.model.root_cause import Interview, Note

    cause = _cause("reception", "waited", slice={"channel": "web"}, evidence=())

    def judged(*supports):
        notes = tuple(Note(text="原话", codes={"li": "reception"}, supports=each) for each in supports)
        talks = (Interview(id="t", role="店长", level="middle", at="2025-06-01", by="li", notes=notes),)
        (found,) = diagnose.causes(replace(city, causes=(cause,), interviews=talks), "2025-06").judged
        return found.verdict, found.why

    assert judged(None) == ("open", "needs_people")
    assert judged(True) == ("confirmed", "data_and_people")
    assert judged(True, False) == ("open", "conflicting")
