"""What an engagement lacks is told by playbook and field; what files can't tell is not guessed."""

from datetime import date

import pytest

from diagnostics.dictionary.load import load_engagement
from diagnostics.dictionary.playbooks import held, playbook_of, unmet
from diagnostics.dictionary.playbooks.findings import playbook_findings
from diagnostics.dictionary.playbooks.look_for import columns_found, entities_found, evidence_found, kpis_found
from diagnostics.dictionary.playbooks.reach import _day, periods_found
from diagnostics.model.playbook_matches import ColumnMatch, EntityMatch, EvidenceMatch, HistoryMatch, KpiMatch
from diagnostics.run.scaffold import scaffold


def lacking(folder):
    client = load_engagement(folder)
    return {each.requirement.id: each for each in unmet(client, playbook_of(client.settings, folder))}


def change(folder, name, old, new):
    path = folder / name
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")


def test_what_should_be_there_and_is_not_is_no_need(following):
    found = lacking(following)
    assert [(key, each.requirement.need) for key, each in found.items()] == [("talks", "should")]


@pytest.mark.parametrize(
    ("name", "old", "new", "field", "without"),
    [
        ("kpis.yaml", "unit: share", "unit: ratio", "requires.kpis[0] (conversion)", "conversion can't be seen"),
        ("kpis.yaml", "direction: higher", "direction: lower", "requires.kpis[0] (conversion)", "can't be seen"),
        ("entities.csv", "south,南店,store,,city", "south,南店,store,,town", "requires.entities[0]", "no comparison"),
    ],
)
def test_taking_an_input_away_names_playbook_and_field(following, name, old, new, field, without):
    change(following, name, old, new)
    told = next(each.told() for each in lacking(following).values() if each.requirement.need == "must")
    assert told.startswith("playbook 'our-review', requires.")
    assert field in told
    assert without in told
    assert ".." not in told


def test_check_tells_needs_as_errors_and_wishes_as_warnings(following):
    change(following, "kpis.yaml", "unit: share", "unit: ratio")
    found = list(playbook_findings(load_engagement(following)))
    assert [(each.code, each.severity) for each in found] == [("PD255", "error"), ("PD256", "warning")]
    assert "requires.kpis[0]" in found[0].message.en
    assert "看不出转化" in found[0].message.zh
    assert found[0].place.startswith("engagement.yaml:")


def test_check_tells_of_a_playbook_that_stands_in_anothers_place(small, firm):
    from tests.dictionary.playbooks.conftest import PLAYBOOK

    firm.write("quarterly-review", PLAYBOOK.replace("our-review", "quarterly-review"))
    with (small / "engagement.yaml").open("a", encoding="utf-8") as file:
        file.write("playbook: quarterly-review\nplaybooks: ../ours\n")
    assert "PD257" in [each.code for each in playbook_findings(load_engagement(small))]


def test_an_engagement_without_a_playbook_hears_nothing(small):
    assert list(playbook_findings(load_engagement(small))) == []


@pytest.mark.parametrize(
    ("match", "count"),
    [
        ({}, 1), ({"kind": ("result",)}, 1), ({"kind": ("process",)}, 0), ({"target": True}, 1), ({"target": False}, 0),
        ({"formula": True}, 0), ({"formula": False}, 1), ({"factors": 1}, 0), ({"mother": True}, 1),
        ({"cycle": ("quarter",)}, 0), ({"dimensions": 1}, 0), ({"counters": 1}, 0), ({"leading": True}, 0),
        ({"unit": ("money", "share")}, 1),
    ],
)  # fmt: skip
def test_kpis_count_when_all_that_is_said_holds(shared_small, match, count):
    assert len(kpis_found(load_engagement(shared_small), KpiMatch(**match))) == count


@pytest.mark.parametrize(
    ("match", "found"),
    [
        ({"meaning": "time"}, ("visits.date",)),
        ({"meaning": "entity", "beside": ("time",)}, ("visits.store",)),
        ({"meaning": "entity", "beside": ("person",)}, ()),
        ({"meaning": "person"}, ()),
        ({"meaning": "dimension"}, ()),
        ({"meaning": "number"}, ("visits.orders", "visits.visits")),
        ({"meaning": "money"}, ()),
        ({"meaning": "named", "names": ("Orders", "订单")}, ("visits.orders",)),
        ({"meaning": "named", "names": ("end",)}, ()),
    ],
)
def test_columns_count_by_what_they_mean(shared_small, match, found):
    assert columns_found(load_engagement(shared_small), ColumnMatch(**match)) == found


def test_entities_and_evidence_are_counted(shared_small):
    client = load_engagement(shared_small)
    assert entities_found(client, EntityMatch(peers=True)) == 2
    assert entities_found(client, EntityMatch(level=("line",))) == 0
    assert entities_found(client, EntityMatch(person=True)) == 0
    assert entities_found(client, EntityMatch(responsible=True)) == 0
    counts = {kind: evidence_found(client, EvidenceMatch(kind=kind), {}) for kind in ("charter", "goals", "scorecards")}
    assert counts == {"charter": 1, "goals": 0, "scorecards": 1}
    assert evidence_found(client, EvidenceMatch(kind="measures"), {"m": ("conversion_rate", None)}) == 1


MEASURES = {"m": ("conversion_rate", date(2025, 6, 1))}


@pytest.mark.parametrize(
    ("match", "measures", "count"),
    [
        ({}, {}, 2),
        ({"cycle": "quarter"}, {}, 1),
        ({"of": "measure"}, MEASURES, 1),
        ({"of": "measure", "side": "after"}, MEASURES, 1),
        # No measure is no short history: that there is none is told by another requirement.
        ({"of": "measure"}, {}, None),
        ({"of": "measure"}, {"m": ("conversion_rate", None)}, None),
    ],
)
def test_history_is_counted_at_the_ends_of_the_files(shared_small, match, measures, count):
    assert periods_found(load_engagement(shared_small), HistoryMatch(**match), measures) == count


def test_history_that_files_cannot_tell_is_left_to_the_run(small):
    change(small, "engagement.yaml", "time: date", "time: 'make_date(2025, visits, 1)'")
    assert periods_found(load_engagement(small), HistoryMatch(), {}) is None


def test_history_is_of_the_kpis_that_are_meant_and_not_of_another_source(tmp_path):
    # Deals begun reach back further than deals closed; the playbook asks for closed ones.
    scaffold(tmp_path / "acme", playbook="sales-funnel")
    client = load_engagement(tmp_path / "acme")
    rows = "".join(
        f"D{each},north,N1,p,s,won,2024-{each:02d}-01,,2024-{max(each, 9):02d}-20,9\n" for each in range(1, 13)
    )
    head = "deal,team,seller,product,sector,stage,created,engaged,closed,amount\n"
    (tmp_path / "acme" / "data" / "deals.csv").write_text(head + rows, encoding="utf-8")
    found = {each.requirement.id: each.found for each in held(client, playbook_of(client.settings, client.folder))}
    assert (found["before"], periods_found(client, HistoryMatch(), {})) == (4, 12)


def test_the_middle_of_a_large_file_is_not_needed_to_tell_its_span(small):
    days = [date(year, month, day) for year in (2021, 2022, 2023) for month in range(1, 13) for day in range(1, 29)]
    rows = "".join(f"{day},{store},1,1\n" for day in days for store in ["north", "south"] * 8)
    (small / "data" / "visits.csv").write_text(f"date,store,orders,visits\n{rows}", encoding="utf-8")
    assert (small / "data" / "visits.csv").stat().st_size > 4 * 65_536
    assert periods_found(load_engagement(small), HistoryMatch(), {}) == 36


def test_every_requirement_is_told_with_how_it_stands(following):
    client = load_engagement(following)
    states = {each.requirement.id: each.state for each in held(client, playbook_of(client.settings, following))}
    assert states == {"conversion": "met", "day": "met", "sisters": "met", "talks": "unmet"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-03-09", date(2025, 3, 9)), ("2025/3/9", date(2025, 3, 9)), ("20250309", date(2025, 3, 9)),
        ("2025年3月9日", date(2025, 3, 9)), ("2025年3月", date(2025, 3, 1)), ("2025-03", date(2025, 3, 1)),
        ("202503", date(2025, 3, 1)), ("2025-03-09 08:30", date(2025, 3, 9)),
        ("2025-W09", None), ("2025Q1", None), ("FY2025", None), ("09/03/2025", None), ("2025-13-01", None), ("", None),
    ],
)  # fmt: skip
def test_a_day_is_read_only_where_its_text_leaves_no_doubt(text, day):
    assert _day(text) == day
