"""The whole loop on real data: five notebooks, one page, nothing written into the checkout."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from diagnostics.run.steps import NAMES
from tests.plain_words import shown, unplain
from tests.without_kernels import loop_here

HERE = Path(__file__).parent
PERIODS = {"garment": "2015-W10", "rossmann": "2015-07", "mta": "2017-12", "walmart": "2012-W43"}
LANGUAGES = {"garment": "zh", "rossmann": "zh", "mta": "en", "walmart": "en"}
CLIENTS = {
    "garment": "某制衣厂",
    "rossmann": "某连锁药妆店",
    "mta": "New York City Transit",
    "walmart": "An American retail chain",
}


@dataclass(frozen=True)
class Walked:
    """A finished loop; tests only read it."""

    name: str
    folder: Path
    page: str
    run: Path

    def record(self, name):
        return json.loads((self.run / "results" / f"{name}.json").read_text("utf-8"))


@pytest.fixture(scope="module", params=PERIODS)
def walked(request, engagement_copy):
    name = request.param
    folder = engagement_copy(name)
    done = loop_here(folder, PERIODS[name])
    return Walked(name, folder, done.page.read_text("utf-8"), done.run.folder)


def test_the_loop_ends_in_a_page_in_the_engagements_language(walked):
    assert f'lang="{LANGUAGES[walked.name]}' in walked.page
    assert CLIENTS[walked.name] in walked.page


def test_the_page_asks_nobody_for_anything(walked):
    assert "<script" not in walked.page
    loads = re.findall(r"""(?:src|href|url\()\s*=?\s*["']?(https?:|//)""", walked.page)
    assert loads == []


def test_the_page_is_small_enough_for_any_phone(walked):
    assert len(walked.page.encode()) <= 300_000


def test_leadership_reads_plain_words(walked):
    assert unplain(shown(walked.page), LANGUAGES[walked.name]) == []


def test_every_step_left_its_hand_off(walked):
    for name in ("alignment", "diagnosis", "interventions", "tracking", "retrospective"):
        assert walked.record(name)["schema"]["name"] == f"perfloop.{name}"


def test_no_number_of_the_first_screen_is_without_a_source(walked):
    figures = walked.record("retrospective")["figures"]
    assert [each for each in figures if not each["ref"]] == []
    assert len(figures) >= 5
    # The figure in the headline leads to the files of the client.
    told = {each["in"]: each["ref"] for each in figures}["headlines[0].value"]
    traced = walked.record("trace")
    assert any(all(told[name] == each[name] for name in ("kpi", "entity", "period")) for each in traced["figures"])
    assert all(source["files"] for source in traced["sources"].values())


@pytest.mark.parametrize("walked", ["mta"], indirect=True)
def test_a_quarterly_review_without_measures_tells_how_it_is_read(walked):
    assert "How to read this page (Quarterly business review)" in walked.page
    assert [each["step"] for each in walked.record("playbook")["reader"]] == list(NAMES)
    assert walked.record("interventions")["interventions"] == []


def test_the_run_left_the_configuration_alone(walked):
    for each in (HERE / walked.name).iterdir():
        if each.suffix in (".yaml", ".csv") and each.name != "engagement.yaml":
            assert (walked.folder / each.name).read_bytes() == each.read_bytes()
    # Someone may have run the engagement where it lies; this run must not have.
    made, there = ({each.parent for each in at.glob("runs/*/*/run.json")} for at in (walked.folder, HERE / walked.name))
    assert made
    assert not {each.name for each in made} & {each.name for each in there}


@pytest.mark.parametrize("walked", ["rossmann"], indirect=True)
def test_openings_are_told_as_outside_events_with_their_verdicts(walked):
    effects = {each["intervention"]: each for each in walked.record("tracking")["effects"]}
    assert len(effects) == 7
    for store, change in ((6, -0.25), (28, -0.20)):
        found = effects[f"competition_{store}"]
        assert (found["verdict"], found["rung"]) == ("worse", 4)
        assert found["relative"] == pytest.approx(change, abs=0.015)
        assert len(found["comparisons"]) == 35
    for store in (14, 37, 45):
        found = effects[f"competition_{store}"]
        assert found["verdict"] in ("no_evidence", "insufficient")
        # Where a store moved apart before the opening, weighted others have the verdict; the plain figure stands beside.
        plain = found["contrast"].get("did", found)
        assert -0.08 < plain["relative"] < -0.01
        assert found["why"]["zh"]
        assert abs(found["relative"]) < 0.08
    assert "没有措施时的走势" in walked.page


@pytest.mark.parametrize("walked", ["rossmann"], indirect=True)
def test_two_overlapping_events_at_store_30_are_said_to_be_inseparable(walked):
    effects = {each["intervention"]: each for each in walked.record("tracking")["effects"]}
    opening, promotion = effects["competition_30"], effects["promo2_30"]
    assert opening["relative"] == pytest.approx(-0.24, abs=0.015)
    assert opening["together_with"] == ["promo2_30"]
    assert promotion["together_with"] == ["competition_30"]
    assert {opening["verdict"], promotion["verdict"]} == {"insufficient"}
    assert "分不开" in opening["text"]["zh"]


@pytest.mark.parametrize("walked", ["mta"], indirect=True)
def test_too_many_indicators_are_reported_to_whoever_set_them_up(walked):
    codes = {each["code"] for each in walked.record("alignment")["findings"]}
    assert {"PD102", "PD104", "PD108"} <= codes
    assert "85 KPIs, more than 12" in walked.page


@pytest.mark.parametrize("walked", ["garment"], indirect=True)
def test_a_measure_that_has_not_begun_has_no_verdict(walked):
    (found,) = walked.record("interventions")["interventions"]
    assert found["state"] == "planned"
    effects = walked.record("tracking")["effects"]
    assert all(each["verdict"] == "insufficient" for each in effects)
    assert "尚未开始" in walked.page
