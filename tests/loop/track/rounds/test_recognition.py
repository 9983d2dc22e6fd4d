"""Who is recognised: by name and not by how much, with the verdict of the measure beside."""

from diagnostics.loop.track.rounds.recognition import recognised_of

PART = {"owner": False, "tasks": 1, "milestones": 0, "check_ins": 0}


def said(name="", team="", part=PART):
    return {"person": name, "name": name, "team": team, "at": "2025-04-08", "note": {"zh": "", "en": ""}, "part": part}


def measure(key, *recognised):
    return {"id": key, "entities": ["s1"], "recognised": list(recognised)}


def test_people_come_by_name_then_teams_each_once_with_all_their_measures():
    much = said("zhao", part={**PART, "tasks": 9})
    found = recognised_of(
        [measure("a", much, said("bai"), said(team="s1")), measure("b", said("zhao"))], {"a": "worse"}
    )
    assert [(each["name"], each["team"]) for each in found] == [("bai", ""), ("zhao", ""), ("", "s1")]
    assert [(one["measure"], one["verdict"]) for one in found[1]["for"]] == [("a", "worse"), ("b", None)]


def test_a_team_that_is_withheld_and_measures_without_any_are_left_out():
    assert recognised_of([measure("a", said(team="gone")), {"id": "old", "entities": []}], {}) == ()
