"""A firm's library read from its files: what was edited, forged, doubled or left out is refused with its place."""

import pytest

from diagnostics.dictionary.practices import firm_folder, read_firm_library, read_outcomes
from diagnostics.dictionary.practices.write import card_text
from diagnostics.errors import InputError, UnknownNameError
from tests.practice_files import card, closed, effect, library


@pytest.fixture
def folder(tmp_path):
    return library(
        tmp_path / "firm", [closed(1), closed(2, verdict="no_evidence", effect=effect(0.0, -0.05, 0.05))], [card(1)]
    )


def test_a_library_is_read_as_it_was_written(folder):
    found = read_firm_library(folder)
    assert found.card(card(1).id) == card(1)
    assert list(found.outcomes) == [closed(1).id, closed(2).id]
    assert found.kinds == ("follow_up_calls",)
    with pytest.raises(UnknownNameError, match="Unknown practice"):
        found.card("e00000001-0000000f")


def test_words_of_a_card_may_be_bettered_and_change_their_lines_alone(folder):
    path = folder / "cards" / f"{card(1).id}.yaml"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("zh: 七日内回访", "zh: 七日内电话回访"), encoding="utf-8")
    (read,) = read_firm_library(folder).cards.values()
    assert read.done.zh == "七日内电话回访"
    changed = [a for a, b in zip(before.splitlines(), card_text(read).splitlines(), strict=True) if a != b]
    assert changed == ["  zh: 七日内回访"]


@pytest.mark.parametrize(
    "text", ["0b61", "12e5", "1e400", "0777", "12:30", "yes", "null", "~", "=1+1", "- x", "a: b", "#", "'", "多\n行", " x ", "2024-01-01", ""]
)  # fmt: skip
def test_whatever_a_text_looks_like_it_is_read_as_it_was_written(tmp_path, text):
    wanted = closed(
        1, source={**closed(1).source.model_dump(), "ledger": "0b" + "1" * 62, "tracking": "1" * 30 + "e" + "2" * 33}
    )
    told = card(1, source=wanted.source, done={"zh": f"x{text}", "en": text}, steps=[{"zh": text, "en": "x"}])
    found = read_firm_library(library(tmp_path / "texts", [wanted], [told]))
    assert found.cards[told.id] == told
    assert found.outcomes[wanted.id] == wanted


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("high: 0.16", "high: 0.26", "changed by hand"),
        ("verdict: worked", "verdict: no_evidence", "verdict"),
        ("value: 0.1", "value: .nan", "no finite number"),
        ("value: 0.1", "value: 0.9", "outside its interval"),
        ("  rung: 4\n", "", "rung"),
        ("cause:\n  zh: 无人跟进\n  en: 无人跟进\n", "", "cause"),
        ("kind: follow_up_calls", "kind: calls", "changed by hand"),
        ("industry: wellness", "industry: wellness\nindustry: retail", "occurs twice"),
        ("dimension: process", "dimension: procces", "process"),
    ],
)
def test_a_card_that_was_edited_is_refused_by_its_file(folder, old, new, told):
    path = folder / "cards" / f"{card(1).id}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=told) as refused:
        read_firm_library(folder)
    assert f"cards/{card(1).id}.yaml" in str(refused.value)


@pytest.mark.parametrize(
    "fields",
    [{"effect": effect(0.5, 0.4, 0.6)}, {"industry": "retail"}, {"dimension": "skills"}, {"synthetic": True}],
)
def test_a_card_sealed_anew_differs_from_its_record_and_is_refused(folder, fields):
    forged = card(1, **fields)
    (folder / "cards" / f"{forged.id}.yaml").write_text(card_text(forged), encoding="utf-8")
    with pytest.raises(InputError, match="differs from its record"):
        read_firm_library(folder)


def test_a_card_without_a_record_and_one_under_another_name_are_refused(folder):
    (folder / "cards" / "other.yaml").write_text(card_text(card(3)), encoding="utf-8")
    with pytest.raises(InputError, match="must be the file's name 'other'") as refused:
        read_firm_library(folder)
    assert "has no record" in str(refused.value)


def test_an_id_that_occurs_twice_and_a_record_in_anothers_file_are_refused(folder):
    own = folder / "outcomes" / "e00000001.yaml"
    own.write_text(own.read_text(encoding="utf-8") * 2, encoding="utf-8")
    with pytest.raises(InputError, match="occurs twice"):
        read_outcomes(folder)
    own.rename(own.with_name("e00000002.yaml"))
    with pytest.raises(InputError, match="must stand in outcomes/e00000001.yaml"):
        read_outcomes(folder)


def test_a_library_that_is_not_there_is_refused_when_asked_and_empty_for_a_run(tmp_path):
    with pytest.raises(InputError, match="no practice library"):
        read_firm_library(tmp_path / "none")
    assert read_outcomes(tmp_path / "none") == {}


def test_a_link_out_of_the_library_is_not_followed(folder, tmp_path):
    outside = tmp_path / "e00000009.yaml"
    outside.write_text("- 1", encoding="utf-8")
    (folder / "outcomes" / "e00000009.yaml").symlink_to(outside)
    with pytest.raises(InputError, match="leads out of the library"):
        read_outcomes(folder)


def test_the_folder_is_the_one_given_then_the_variables_and_never_inside_a_client(tmp_path, monkeypatch):
    assert firm_folder() is None
    monkeypatch.setenv("PERFLOOP_PRACTICES", str(tmp_path / "a"))
    assert firm_folder() == tmp_path / "a"
    assert firm_folder(tmp_path / "b") == tmp_path / "b"
