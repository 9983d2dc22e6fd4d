"""Demo A's rounds: whom it recognises, whom it doesn't, what its page says of rounds and targets."""

import json


def told(demo_a, name):
    return json.loads((demo_a.run / "results" / f"{name}.json").read_text(encoding="utf-8"))


def test_only_who_agreed_is_recognised_though_others_had_a_part(demo_a):
    found = told(demo_a, "rounds")["recognised"]
    assert [(each["person"], each["team"]) for each in found] == [("tang", ""), ("", "qinghe")]
    # Zhou Min did tasks of the pay scheme and Li Hang reported on it; nobody asked them.
    pay = next(each for each in told(demo_a, "interventions")["interventions"] if each["id"] == "pay_link")
    assert {"zhou", "li"} <= {each["owner"] for each in pay["tasks"]}
    assert pay["recognised"] == []


def test_measures_talks_and_targets_are_counted_round_by_round(demo_a):
    rounds = {each["id"]: each for each in told(demo_a, "rounds")["rounds"]}
    assert [(each["taken_over"], each["planned"], each["completed"], each["open"]) for each in rounds.values()] == [
        (0, 2, 0, 2),
        (2, 0, 2, 0),
        (0, 1, 0, 1),
    ]
    assert [each["verdicts"] for each in rounds.values()] == [{"no_evidence": 1}, {"worked": 1}, {"insufficient": 1}]
    assert all(0 < each["met"] < each["figures"] for each in rounds.values())


def test_the_page_bears_the_sections_and_no_change_of_a_target_is_made(demo_a):
    page = demo_a.page.read_text(encoding="utf-8")
    for title in ("谁的付出值得被看见", "各轮走势", "下一轮的目标，哪些要重新看"):
        assert title in page
    assert "共同制定的指标" not in page
    # Advice only: the dictionary's file is as it was made.
    advice = [each["advice"] for each in told(demo_a, "rounds")["targets"]]
    assert advice.count("lower") == 1
    assert advice.count("keep") == 8
    assert not (demo_a.folder / "changes.yaml").exists()
