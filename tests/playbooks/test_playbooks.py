"""Playbooks: whole, bilingual, without code, and of steps and parameters that exist."""

import re
from pathlib import Path

import pytest
import yaml

from diagnostics.run.parameters import declared
from diagnostics.run.steps import STEPS
from tests.plain_words import unplain

ROOT = Path(__file__).parents[2] / "playbooks"
# The library is read by tests of its own.
FOLDERS = sorted(each.parent.name for each in ROOT.glob("*/playbook.yaml"))
FIELDS = {"id", "title", "question", "requires", "steps", "reader"}


@pytest.fixture(params=FOLDERS)
def playbook(request):
    return yaml.safe_load((ROOT / request.param / "playbook.yaml").read_text("utf-8")) | {"folder": request.param}


def test_there_is_a_playbook_for_each_case_of_the_articles():
    assert {"store-turnaround", "system-rebuild", "quarterly-review"} <= set(FOLDERS)


def test_a_playbook_is_whole_and_named_as_its_folder(playbook):
    assert set(playbook) - {"cause_categories", "demo"} == {*FIELDS, "folder"}
    assert playbook["id"] == playbook["folder"]
    assert (ROOT / playbook["folder"] / "guide.md").is_file()


def test_everything_a_reader_sees_stands_in_both_languages(playbook):
    def words(node):
        if isinstance(node, dict):
            if {"zh", "en"} & node.keys():
                yield node
            for each in node.values():
                yield from words(each)
        elif isinstance(node, list):
            for each in node:
                yield from words(each)

    found = list(words(playbook))
    assert len(found) > 5
    for each in found:
        assert each["zh"].strip()
        assert each["en"].strip()
        assert not each["zh"].isascii()
        assert each["en"].isascii()


def test_its_steps_run_in_the_order_of_the_loop_with_parameters_that_exist(playbook):
    steps = {each.name: each for each in STEPS}
    order = [each["step"] for each in playbook["steps"]]
    assert order == [each.name for each in STEPS if each.name in order]
    for each in playbook["steps"]:
        assert set(each.get("parameters", {})) <= set(declared(steps[each["step"]]))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_leadership_reads_plain_words_with_the_signs_of_its_language(playbook, language):
    told = [each[language] for step in playbook["reader"].values() for each in step.values()]
    told += [playbook["title"][language], playbook["question"][language]]
    assert unplain(" ".join(told), language) == []
    if language == "zh":
        assert [each for each in told if re.search("[\u4e00-\u9fff][,;:?!]", each)] == []


def test_a_guide_says_when_it_misleads_and_what_it_cannot_tell(playbook):
    guide = (ROOT / playbook["folder"] / "guide.md").read_text("utf-8")
    for heading in ("## When to use it", "## False positives", "## What it can't tell"):
        assert heading in guide


def test_playbooks_hold_no_code():
    assert {each.suffix for each in ROOT.rglob("*") if each.is_file()} <= {".md", ".yaml", ".csv"}


def test_the_list_of_playbooks_names_them_all():
    listed = (ROOT / "README.md").read_text("utf-8")
    assert all(f"`{each}`" in listed for each in FOLDERS)
