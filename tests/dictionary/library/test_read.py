"""The library of measures: whole and bilingual as it comes along, refused where a firm's own file breaks a rule."""

import pytest
import yaml

from diagnostics.dictionary.library import OWN, read_library
from diagnostics.errors import InputError
from diagnostics.model.intervention import DIMENSIONS
from diagnostics.model.root_cause import CATEGORIES

CARD = {
    "id": "own_card", "title": "早会", "dimension": "process", "answers": {"words": ["交接"]}, "measure": "每日早会",
    "tasks": [{"name": "开会", "after": 7}], "cost": "low", "effort": 1, "weeks": 4,
}  # fmt: skip


@pytest.fixture
def put(tmp_path):
    def write(*cards, name="own.yaml"):
        (tmp_path / OWN).mkdir(parents=True, exist_ok=True)
        (tmp_path / OWN / name).write_text(yaml.safe_dump(list(cards), allow_unicode=True), encoding="utf-8")
        return tmp_path

    return write


def test_what_comes_along_covers_four_dimensions_and_every_common_category():
    cards = read_library().cards.values()
    assert {each.dimension for each in cards} == set(DIMENSIONS)
    answered = {one for each in cards for one in each.answers.categories}
    assert set(CATEGORIES) <= answered


def test_what_comes_along_is_bilingual_and_claims_nothing_that_was_not_measured():
    found = read_library()
    for card in found.cards.values():
        words = [card.title, card.measure, *(each.name for each in card.tasks), *card.risks]
        words += [each.what for each in card.incentives]
        assert all(each.zh and each.en for each in words), card.id
        assert card.backing == "unverified", card.id
        assert "{kpi}" in card.measure.zh, card.id
        assert "{kpi}" in card.measure.en, card.id
    assert all(each.title.zh and each.title.en for each in found.training.values())


def test_a_card_about_money_brings_something_else_too():
    for card in read_library().cards.values():
        forms = {each.form for each in card.incentives}
        assert "material" not in forms or forms - {"material"}, card.id


@pytest.mark.parametrize(("level", "word"), [("top", "MBO"), ("middle", "OKR"), ("front", "271")])
def test_each_level_has_its_tools(level, word):
    assert any(word in each.zh for each in read_library().tools_of(level).tools)


def test_an_unknown_level_is_refused():
    with pytest.raises(InputError, match="Unknown level 'boss'"):
        read_library().tools_of("boss")


def test_a_firms_own_card_stands_beside_and_takes_the_place_of_its_namesake(put):
    folder = put(CARD, {**CARD, "id": "pay_link", "title": "自家办法"})
    found = read_library(folder)
    assert found.cards["own_card"].title.zh == "早会"
    assert found.cards["pay_link"].title.zh == "自家办法"
    assert found.own == {"own_card", "pay_link"}


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"effort": 6}, "effort"),
        ({"cost": "cheap"}, "cost"),
        ({"answers": {"kpis": ["营收"]}}, "'categories' or 'words'"),
        ({"backing": "measured"}, "names no 'source'"),
        ({"touches_pay": True}, "its dimension is 'incentive'"),
        ({"tasks": []}, "tasks"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_card_that_breaks_a_rule_is_refused_with_file_and_line(put, change, refusal):
    with pytest.raises(InputError, match=refusal) as told:
        read_library(put({**CARD, **change}))
    assert "own.yaml:" in str(told.value)


def test_an_id_twice_is_refused_within_and_across_files(put):
    with pytest.raises(InputError, match=r"'own_card' \(own.yaml\) occurs twice"):
        read_library(put(CARD, CARD))
    put(CARD)
    with pytest.raises(InputError, match="occurs twice"):
        read_library(put(CARD, name="second.yaml"))


def test_a_link_that_leads_out_is_refused(put, tmp_path):
    folder = put(CARD)
    outside = tmp_path.parent / f"{tmp_path.name}.yaml"
    outside.write_text("[]", encoding="utf-8")
    (folder / OWN / "link.yaml").symlink_to(outside)
    with pytest.raises(InputError, match="leads out"):
        read_library(folder)


def test_a_file_that_is_no_list_is_refused(put, tmp_path):
    put(CARD)
    (tmp_path / OWN / "own.yaml").write_text("id: x\n", encoding="utf-8")
    with pytest.raises(InputError, match="must be a list"):
        read_library(tmp_path)
