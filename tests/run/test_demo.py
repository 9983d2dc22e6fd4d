"""The demo engagements as folders to run."""

import pytest

from diagnostics.data.demo import case as cases
from diagnostics.dictionary.load import load_engagement
from diagnostics.dictionary.playbooks import held, playbook_of
from diagnostics.errors import InputError, UnknownNameError
from diagnostics.run.demo import demo_engagement


def test_a_demo_is_made_whole_with_its_period(tmp_path):
    period = demo_engagement("A", tmp_path / "demo" / "a")
    assert period == "2025-06"
    assert (tmp_path / "demo" / "a" / "engagement.yaml").is_file()
    assert [each.name for each in (tmp_path / "demo").iterdir()] == ["a"]


@pytest.mark.parametrize(("case", "playbook"), [("a", "store-turnaround"), ("b", "system-rebuild")])
def test_a_demo_meets_all_that_the_playbook_asks_for_that_it_follows(tmp_path, case, playbook):
    demo_engagement(case, tmp_path / case)
    client = load_engagement(tmp_path / case)
    assert client.settings.playbook == playbook
    assert {each.state for each in held(client, playbook_of(client.settings, client.folder))} == {"met"}


def test_an_earlier_demo_is_taken_as_it_is(tmp_path):
    demo_engagement("a", tmp_path / "a")
    (tmp_path / "a" / "notes" / "mine.md").write_text("note", encoding="utf-8")
    assert demo_engagement("a", tmp_path / "a") == "2025-06"
    assert (tmp_path / "a" / "notes" / "mine.md").is_file()


@pytest.mark.parametrize(("case", "language"), [("b", "zh"), ("a", "en")])
def test_another_demo_in_the_same_folder_is_refused(tmp_path, case, language):
    demo_engagement("a", tmp_path / "a")
    with pytest.raises(InputError, match="holds demo 'a' in language 'zh'"):
        demo_engagement(case, tmp_path / "a", language)


def test_a_folder_with_something_else_is_left_alone(tmp_path):
    (tmp_path / "client").mkdir()
    (tmp_path / "client" / "kpis.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="holds something that is no demo"):
        demo_engagement("a", tmp_path / "client")
    assert [each.name for each in tmp_path.rglob("*")] == ["client", "kpis.yaml"]


def test_a_demo_that_fails_half_written_leaves_nothing(tmp_path, monkeypatch):
    def broken(case, folder, *, language):
        (folder / "engagement.yaml").write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cases, "write_case", broken)
    with pytest.raises(OSError, match="No space left"):
        demo_engagement("a", tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("case", "language", "told"), [("c", "zh", "demo case 'c'"), ("a", "fr", "language 'fr'")])
def test_an_unknown_case_or_language_is_refused(tmp_path, case, language, told):
    with pytest.raises(UnknownNameError, match=told):
        demo_engagement(case, tmp_path / "x", language)
