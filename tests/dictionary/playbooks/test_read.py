"""Playbooks are found, a firm's first, and refused with the file, the line and the nearest name."""

from pathlib import Path

import pytest

from diagnostics.dictionary.load import load_engagement
from diagnostics.dictionary.playbooks import firm_playbooks, known_playbooks, playbook_of, site_of, sites
from diagnostics.errors import InputError
from diagnostics.model.playbook import STEPS
from diagnostics.run.steps import NAMES
from tests.dictionary.playbooks.conftest import PLAYBOOK


def test_the_steps_of_playbooks_are_those_of_the_loop():
    assert STEPS == NAMES


def test_a_firms_playbook_lies_beside_those_that_come_along(firm):
    known = known_playbooks(firm.root)
    assert {"our-review", "quarterly-review", "store-turnaround", "system-rebuild"} <= known.keys()
    assert known["our-review"].steps[1].parameters == {"seed": 5}


def test_of_two_with_one_id_the_firms_is_taken(firm):
    firm.write("quarterly-review", PLAYBOOK.replace("our-review", "quarterly-review"))
    assert known_playbooks(firm.root)["quarterly-review"].title.en == "Our review"
    assert sites(firm.root)["quarterly-review"].replaces
    assert not sites(firm.root)["our-review"].replaces


def test_an_engagement_says_its_playbook_with_hyphens_or_underscores(following):
    client = load_engagement(following)
    assert client.settings.playbook == "our-review"
    assert playbook_of(client.settings, following).question.en == "How is conversion"


def test_the_engagement_names_the_firms_folder_before_the_variable_does(following, tmp_path, monkeypatch):
    monkeypatch.setenv("PERFLOOP_PLAYBOOKS", str(tmp_path))
    client = load_engagement(following)
    assert firm_playbooks(client.settings, following) == (tmp_path / "ours").resolve()
    assert firm_playbooks() == tmp_path.resolve()


def test_a_folder_that_is_not_there_is_refused_by_its_name(following):
    path = following / "engagement.yaml"
    path.write_text(path.read_text("utf-8").replace("../ours", "../hours"), encoding="utf-8")
    with pytest.raises(InputError, match=r"playbooks == '../hours' \(engagement.yaml\), must be a folder"):
        load_engagement(following)


def test_a_playbook_that_is_none_is_refused_with_the_nearest(following):
    path = following / "engagement.yaml"
    path.write_text(path.read_text("utf-8").replace("our_review", "our_revue"), encoding="utf-8")
    with pytest.raises(InputError, match=r"playbook 'our_revue' in engagement.yaml:\d+:\d+.*'our-review'"):
        load_engagement(following)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{step: align}", "{step: allign}", r"our-review/playbook.yaml:\d+:\d+, steps\[0\].step.*'align'"),
        ("- {step: align}\n", "- {step: close}\n", "step 'track' comes after 'close'"),
        ("unit: [share]", "units: [share]", r"Unknown field 'units'.*kpis\[0\].match.*'conversion'.*'unit'"),
        ("unit: [share]", "unit: [shar]", r"^unit\[0\] == 'shar' .*requires.kpis\[0\].match.unit\[0\]"),
        ("meaning: time", "meaning: times", r"columns\[0\].match.meaning"),
        ("meaning: time,", "meaning: time, names: [day],", "'names' goes with 'meaning: named'"),
        ("kind: interviews", "kind: interviews, when: before", "'when' goes with 'kind: surveys'"),
        ("at_least: 2", "at_least: 0", r"entities\[0\].at_least"),
        ("need: should", "need: could", r"evidence\[0\].need"),
        ("id: day", "id: conversion", "requirement id 'conversion' occurs 2 times"),
        ("zh: 日期, en: the day", "zh: 日期", "no words in 'en'"),
        ("en: the goal first", f"en: {'x' * 601}", "at most 600"),
        ("reader:\n  align:", "reader:\n  close:", "reader tells of step 'close', which 'steps' lacks"),
        ("reader:\n  align:", "reader:\n  diagnos:", r"^name == 'diagnos' .*our-review/playbook.yaml:\d+:\d+, reader.diagnos"),
        ("id: our-review", "id: other", r"id == 'other' \(our-review/playbook.yaml:1.*must be 'our-review'"),
        ("steps:\n", "script: run.py\nsteps:\n", "Unknown field 'script'"),
        ("{seed: 5}", "!!python/object:os.system x", "tag"),
    ],
)  # fmt: skip
def test_what_breaks_a_rule_is_refused_with_its_place(firm, old, new, told):
    firm.change(old, new)
    with pytest.raises(InputError, match=told):
        known_playbooks(firm.root)


def test_a_file_of_ten_megabytes_is_not_read(firm):
    firm.write("our-review", PLAYBOOK + "# " + "x" * 10_000_000)
    with pytest.raises(InputError, match="larger than 1,000,000 bytes"):
        known_playbooks(firm.root)


def test_a_folder_whose_name_is_no_id_is_refused_with_one(firm):
    firm.write("Our Review")
    with pytest.raises(InputError, match="playbook folder 'Our Review'.*such as 'our-review'"):
        sites(firm.root)


@pytest.mark.parametrize("name", ["playbook.yaml", "guide.md"])
def test_a_link_out_of_the_folder_is_refused(firm, tmp_path, name):
    secret = tmp_path / "secret"
    secret.write_text(PLAYBOOK, encoding="utf-8")
    path = firm.root / "our-review" / name
    path.unlink()
    path.symlink_to(secret)
    with pytest.raises(InputError, match="leads out of 'ours'"):
        known_playbooks(firm.root)


def test_a_playbook_without_a_guide_is_refused(firm):
    (firm.root / "our-review" / "guide.md").unlink()
    with pytest.raises(InputError, match="our-review/guide.md is not there"):
        known_playbooks(firm.root)


def test_folders_without_a_playbook_and_code_beside_it_are_left_alone(firm):
    (firm.root / "drafts").mkdir()
    (firm.root / "our-review" / "run.py").write_text("raise SystemExit(9)", encoding="utf-8")
    assert [each for each in sites(firm.root) if sites(firm.root)[each].own] == ["our-review"]
    assert known_playbooks(firm.root)["our-review"].id == "our-review"
    with pytest.raises(InputError, match=r"playbook == 'drafts': its folder in .*ours holds no playbook.yaml"):
        site_of("drafts", firm.root)


@pytest.mark.parametrize("guide", ["guide.md", "guide.zh.md"])
def test_the_guides_example_is_a_playbook(firm, guide):
    text = (Path(__file__).parents[3] / "docs" / guide).read_text("utf-8")
    example = next(each for each in text.split("```") if each.startswith("yaml\nid: our-review"))
    firm.write("our-review", example.removeprefix("yaml\n"))
    assert known_playbooks(firm.root)["our-review"].steps[3].parameters == {"seed": 7}
