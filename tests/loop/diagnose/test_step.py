"""The whole diagnose step on a small client."""

import json

import pandas as pd
import pytest

from diagnostics.data.engine import open_engine
from diagnostics.data.handoff import read_records, read_table
from diagnostics.data.observe import observe
from diagnostics.errors import InputError, UnknownNameError
from diagnostics.loop.diagnose import diagnose
from diagnostics.loop.diagnose.drivers import driver_records
from diagnostics.loop.diagnose.slices.records import slice_records
from diagnostics.model.gap import COLUMNS, COMPARABLE, COUNTED, TO_DATE

PERIOD = "2025-06"


def found(records, **wanted):
    return [each for each in records if all(each[name] == value for name, value in wanted.items())]


def factors(record):
    return {each["factor"]: each["contribution"] for each in record["factors"]}


def test_gaps_carry_weight_status_and_order(diagnosis):
    frame = diagnosis.frame()
    assert [*COLUMNS, *COUNTED, "suppressed", *COMPARABLE, *TO_DATE] == list(frame.columns)
    row = frame[(frame["kpi"] == "revenue") & (frame["entity"] == "x") & (frame["comparison"] == "target")].iloc[0]
    assert (row["actual"], row["reference"], row["weight"], row["status"]) == (
        6 * 106 + 12 * 106,
        2000,
        0.6,
        "base_to_target",
    )
    assert list(frame["rank"]) == sorted(frame["rank"])


def test_the_focus_is_the_mother_metric_at_the_focal_entity(diagnosis):
    assert (diagnosis.focus.kpi, diagnosis.focus.entity, diagnosis.focus.level) == ("revenue", "x", "store")


def test_a_formula_kpi_is_taken_apart_against_the_year_before_and_a_typical_peer(diagnosis):
    year, peers, before = found(diagnosis.decompositions, kpi="revenue", entity="x")
    assert (year["comparison"], year["reference_period"], peers["comparison"]) == ("year_ago", "2024-06", "peers")
    assert (before["comparison"], before["reference_period"]) == ("previous", "2025-05")
    assert year["total"] == pytest.approx(-6 * 106)
    assert factors(year)["conversion_rate"] == pytest.approx(-6 * 106)
    assert factors(year)["traffic"] == factors(year)["basket"] == 0
    assert peers["before"] == pytest.approx(2 * 12 * 106)
    assert sum(factors(peers).values()) == pytest.approx(peers["total"])


def test_a_kpi_of_formula_alone_is_taken_apart_and_the_method_is_said(diagnosis):
    year = found(diagnosis.decompositions, kpi="profit", comparison="year_ago")[0]
    assert (year["method"], year["reason"]) == ("shapley", "sum_of_parts")
    assert factors(year) == pytest.approx({"revenue": -6 * 106, "cost": 6 * 53})
    assert year["note"]["en"].startswith("The formula adds and subtracts")


def test_slices_name_the_channel_at_fault(diagnosis):
    first = found(diagnosis.slices, kpi="revenue", comparison="year_ago")[0]
    assert (first["slice"], first["contribution"], first["share"]) == ({"channel": "web"}, -636, 1)
    rate = found(diagnosis.slices, kpi="conversion_rate", comparison="year_ago")[0]
    assert rate["slice"] == {"channel": "web"}
    assert rate["rate"] == pytest.approx(-6 / 100)
    assert rate["mix"] == pytest.approx(0)
    among = found(diagnosis.slices, kpi="revenue", comparison="peers")[0]
    assert (among["before"], among["after"]) == (12 * 106, 6 * 106)


def test_what_cannot_be_summed_is_not_sliced(diagnosis):
    assert not found(diagnosis.slices, kpi="buyers")


def test_the_headline_holds_facts_and_no_prose(diagnosis):
    facts = [each["fact"] for each in diagnosis.headline]
    assert facts.count("gap") == 4
    assert {"driver", "slice", "count"} <= set(facts)
    driver = found(diagnosis.headline, fact="driver")[0]
    assert driver["factor"] == "conversion_rate"
    json.dumps(diagnosis.record()["headline"], allow_nan=False)


def test_hand_offs_are_written_and_read_again(diagnosis, tmp_path):
    diagnosis.save(tmp_path / "run")
    assert len(read_table(tmp_path / "run", "observations")) == len(diagnosis.observations.table)
    gaps = read_table(tmp_path / "run", "gaps")
    assert list(gaps["rank"]) == list(diagnosis.published["rank"])
    records = read_records(tmp_path / "run", "diagnosis")
    assert records["period"] == PERIOD
    assert records["focus"] == {"kpi": "revenue", "level": "store", "entity": "x"}
    assert set(records) == {
        "marks",
        "period",
        "focus",
        "focal_entities",
        "decompositions",
        "slices",
        "skipped",
        "headline",
        "findings",
        "muted",
        "leading",
        "expected",
    }


def test_an_empty_run_writes_nothing(diagnosis, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    diagnosis.save("")
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("language", ["zh", "en"])
def test_summary_and_figure_are_there_in_both_languages(diagnosis, language):
    assert "2025-06" in diagnosis.summary(language)
    assert diagnosis.plot(language).axes
    assert "<table" in diagnosis._repr_html_()


@pytest.mark.usefixtures("no_asides")
def test_without_a_focus_the_top_entity_is_looked_at(shops):
    whole = diagnose(shops(focus=""), PERIOD)
    assert (whole.focus.entity, whole.focus.entities) == ("chain", ("chain",))
    assert [each["comparison"] for each in found(whole.decompositions, kpi="revenue")] == ["year_ago", "previous"]


def test_levels_may_be_chosen(shops):
    assert set(diagnose(shops(), PERIOD, levels=["store"]).frame()["level"]) == {"store"}


def test_the_first_period_has_no_past_and_says_so(shops, facts):
    lonely = diagnose(shops(facts[(facts["date"] > "2025-06") & (facts["store"] == "x")]), PERIOD)
    assert lonely.decompositions == lonely.slices == ()
    assert {(each["what"], each["reason"]) for each in lonely.skipped} == {
        ("decomposition", "missing"),
        ("slices", "missing"),
    }
    assert lonely.skipped[0]["note"]["en"]
    assert lonely.plot("zh").axes


@pytest.mark.usefixtures("no_asides")
def test_a_formula_that_is_not_the_kpi_is_not_taken_apart(shops):
    engagement = shops()
    engagement.kpis["revenue"] = engagement.kpis["revenue"].model_copy(update={"formula": "traffic * basket"})
    refused = diagnose(engagement, PERIOD)
    assert ("revenue", "not_equal") in {(each["kpi"], each["reason"]) for each in refused.skipped}


@pytest.mark.usefixtures("no_asides")
def test_a_period_without_a_year_before_goes_back_to_the_one_before(shops, facts):
    recent = diagnose(shops(facts[facts["date"] >= "2025-01"]), PERIOD)
    assert found(recent.decompositions, kpi="revenue", entity="x")[0]["comparison"] == "previous"
    assert (
        found(recent.slices, kpi="traffic", entity="x") == []
        or found(recent.slices, kpi="traffic")[0]["comparison"] != "year_ago"
    )


def test_people_are_neither_focal_nor_published(shops, facts):
    entities = "id,name,level,parent,person\nchain,全店,company,,\nx,张三,clerk,chain,true\ny,李四,clerk,chain,true\nz,王五,clerk,chain,true\n"
    engagement = shops(focus="", entities=entities, level="clerk")
    told = diagnose(engagement, PERIOD)
    assert set(told.frame()["entity"]) == {"chain"}
    assert told.focus.entity == "chain"
    text = json.dumps(told.record(), ensure_ascii=False)
    assert not any(name in text for name in ("张三", "李四", "王五"))
    assert told.labels == {"chain": "全店"}


def test_figures_behind_few_people_are_not_told(shops, facts):
    engagement = shops(facts)
    source = engagement.settings.sources["visits"].model_copy(update={"person": "member"})
    engagement.settings.sources["visits"] = source
    told = diagnose(engagement, PERIOD)
    # One member a shop and month: no figure of a shop may leave the run.
    assert told.frame().query("entity == 'x'")[["actual", "reference", "absolute"]].isna().all().all()
    assert told.decompositions == told.slices == ()
    assert {each["reason"] for each in told.skipped} == {"suppressed"}
    assert found(told.headline, fact="gap") == []


def _staffed(facts, staff):
    """Facts with so many members a shop, a row each; ``staff`` maps shop and month to another number."""
    rows = []
    for fact in facts.to_dict("records"):
        number = staff.get((fact["store"], fact["date"][:7]), staff.get(fact["store"], 6))
        rows += [{**fact, "member": f"{fact['store']}{at}"} for at in range(number)]
    return pd.DataFrame(rows)


def _about_members(engagement):
    source = engagement.settings.sources["visits"].model_copy(update={"person": "member"})
    engagement.settings.sources["visits"] = source
    return engagement


@pytest.mark.usefixtures("no_asides")
def test_a_suppressed_shop_is_no_peer_of_another(shops, facts):
    engagement = _about_members(shops(_staffed(facts, {"z": 1})))
    told = diagnose(engagement, PERIOD)
    rows = told.frame().query("kpi == 'revenue' and comparison == 'peers'").set_index("entity")
    # The chain less x and y would be z's own figure: x is blanked beside it, and y has no peers left.
    assert told.observations.table.query("period == @PERIOD and withheld")["entity"].unique().tolist() == ["x"]
    assert rows["actual"].notna().to_dict() | {"y": True, "x": False, "z": False} == rows["actual"].notna().to_dict()
    assert rows.loc[["x", "y"], ["reference", "best"]].isna().all().all()
    everyone = told.gaps.table.query("kpi == 'revenue' and comparison == 'peers'").set_index("entity")
    assert everyone.loc["x", "reference"] > 0
    assert not [each for each in (*told.decompositions, *told.slices) if each["comparison"] == "peers"]


@pytest.mark.usefixtures("no_asides")
def test_a_suppressed_period_is_neither_a_reference_nor_usual(shops, facts):
    hidden = {("x", month): 2 for month in ("2025-05", "2024-06", *(f"2024-{each:02}" for each in range(7, 13)))}
    engagement = _about_members(shops(_staffed(facts, hidden)))
    told = diagnose(engagement, PERIOD)
    rows = told.frame().query("kpi == 'revenue' and entity == 'x'").set_index("comparison")
    assert rows["actual"].notna().all()
    assert rows.loc[["previous", "year_ago"], ["reference", "absolute"]].isna().all().all()
    everyone = told.gaps.table.query("kpi == 'revenue' and entity == 'x'").set_index("comparison")
    assert everyone.loc[["previous", "year_ago"], "reference"].notna().all()
    # Nine of the seventeen earlier months may be told, enough for a range, but of those alone.
    assert rows["usual_low"].notna().all()
    assert rows.loc["target", "usual_low"] != everyone.loc["target", "usual_low"]
    assert not [each for each in told.slices if each["comparison"] in ("previous", "year_ago")]


def test_people_that_are_asked_for_are_skipped(shops):
    entities = "id,name,level,parent,person\nchain,全店,company,,\nx,张三,clerk,chain,true\ny,李四,clerk,chain,true\nz,王五,clerk,chain,true\n"
    engagement = shops(focus="", entities=entities, level="clerk")
    at = engagement.calendar.parse(PERIOD)
    with open_engine(engagement) as engine:
        seen = observe(engine, until=at)
        assert driver_records(engagement, seen, at, ("x",)) == ([], [])
        assert slice_records(engine, seen, at, ("x",)) == ([], [])


def test_a_level_of_people_alone_has_nothing_to_publish(shops):
    entities = "id,name,level,parent,person\nchain,全店,company,,\nx,张三,clerk,chain,true\ny,李四,clerk,chain,true\nz,王五,clerk,chain,true\n"
    told = diagnose(shops(focus="", entities=entities, level="clerk"), PERIOD, levels=["clerk"])
    assert told.frame().empty
    assert told.focus.entity == "chain"


@pytest.mark.usefixtures("no_asides")
def test_a_client_of_people_alone_has_nothing_to_look_at(shops):
    entities = "id,name,level,parent,person\nx,张三,clerk,,true\ny,李四,clerk,,true\nz,王五,clerk,,true\n"
    with pytest.raises(InputError, match="Every entity is a person"):
        diagnose(shops(focus="", entities=entities, level="clerk"), PERIOD)


@pytest.mark.usefixtures("no_asides")
def test_the_first_unit_is_looked_at_where_the_top_is_a_person(shops):
    entities = "id,name,level,parent,person\nboss,张三,company,,true\nx,甲店,store,boss,\ny,乙店,store,boss,\nz,丙店,store,boss,\n"
    assert diagnose(shops(focus="", entities=entities), PERIOD).focus.entity == "x"


@pytest.mark.usefixtures("no_asides")
def test_a_period_in_which_nothing_was_measured_is_refused(shops):
    with pytest.raises(
        InputError,
        match=r"Nothing was measured in 2031-01; the periods observed begin 2024-01-01 … 2025-06-01.*a daily one the last day",
    ):
        diagnose(shops(), "2031-01")


def test_an_unknown_level_or_period_is_refused(shops):
    engagement = shops()
    with pytest.raises(UnknownNameError, match="Unknown level 'shop'"):
        diagnose(engagement, PERIOD, levels=["shop"])
    with pytest.raises(InputError, match="Period 'June' has no known form"):
        diagnose(engagement, "June")


def test_the_same_client_gives_the_same_bytes(shops, tmp_path):
    engagement = shops()
    for name in ("one", "two"):
        diagnose(engagement, PERIOD).save(tmp_path / name)
    for file in ("work/observations.parquet", "results/gaps.parquet", "results/diagnosis.json"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_gaps_survive_the_parquet_file_with_their_missing_answers(diagnosis, tmp_path):
    diagnosis.save(tmp_path)
    gaps = read_table(tmp_path, "gaps")
    undirected = gaps[gaps["kpi"] == "busy_days"]
    assert undirected["favourable"].isna().all()
    assert pd.notna(gaps.loc[(gaps["kpi"] == "revenue") & (gaps["comparison"] == "previous"), "favourable"]).all()
