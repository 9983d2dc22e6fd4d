"""perfloop new: what is asked, what is written, and that nothing is followed that nobody accepted."""

import pytest

from diagnostics.cli.path_choice import choose
from diagnostics.dictionary.path_choice import QUESTIONS
from diagnostics.errors import InputError
from diagnostics.run.path_choice.asking import ask_all
from diagnostics.run.scaffold import open_questions


@pytest.fixture
def new(perfloop_here, tmp_path):
    def made(*arguments):
        done = perfloop_here("new", tmp_path / "acme", *arguments)
        return done, tmp_path / "acme"

    return made


def follows(folder):
    return [
        each for each in (folder / "engagement.yaml").read_text(encoding="utf-8").splitlines() if "playbook:" in each
    ]


def test_without_a_terminal_and_without_answers_nothing_is_asked(new):
    done, folder = new()
    assert done.code == 0
    assert "建议" not in done.out
    assert not (folder / "questions.md").exists()


def test_a_proposal_is_written_down_and_not_followed(new):
    done, folder = new("--answer", "scope=company", "--answer", "trap=yes")
    assert (done.code, follows(folder)) == (0, [])
    assert "（system-rebuild）" in done.out
    text = (folder / "questions.md").read_text(encoding="utf-8")
    assert "尚未采用" in text
    assert len(open_questions(folder)) == 4


def test_a_playbook_that_was_named_is_told_where_answers_propose_another(new):
    done, folder = new("--playbook", "quality_line", "--answer", "about=sales")
    told = "采用的是 --playbook 指定的 quality-line，不是上面建议的 sales-funnel"
    assert (done.code, follows(folder)) == (0, ["playbook: quality-line"])
    assert told in done.out
    assert told in (folder / "questions.md").read_text(encoding="utf-8")
    assert "待回答：" in done.out


def test_an_accepted_proposal_is_followed(new):
    done, folder = new("--answer", "about=units", "--accept", "--language", "en")
    assert (done.code, follows(folder)) == (0, ["playbook: store-turnaround"])
    assert "Accepted" in (folder / "questions.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--accept"], "--accept takes the path that answers propose"),
        (["--accept", "--playbook", "store-turnaround"], "--accept and --playbook are given"),
        (["--answer", "scope=x"], "must be one of: local, company"),
        (["--language", "de", "--answer", "scope=local"], "must be one of: zh, en"),
    ],
)
def test_what_fits_nothing_is_refused_before_a_folder_is_made(new, arguments, told):
    done, folder = new(*arguments)
    assert done.code == 2
    assert told in done.err
    assert not folder.exists()


def test_six_questions_each_with_a_line_that_explains_it_and_enter_for_a_dont_know():
    told, typed = [], iter(["局部", "nonsense", "", "1", "units", "", "2"])
    answers = ask_all("zh", lambda _: next(typed), told.append)
    expected = {"scope": "local", "trap": "", "kpis": "yes", "about": "units", "history": "", "pay": "no"}
    assert answers == expected
    assert len(told) == 3 * len(QUESTIONS) + 1


def test_a_terminal_asks_and_takes_a_no_for_a_no(monkeypatch):
    monkeypatch.setattr("diagnostics.cli.path_choice._on_terminal", lambda: True)
    monkeypatch.setattr("typer.prompt", lambda *_, **__: "")
    monkeypatch.setattr("typer.confirm", lambda *_, **__: False)
    choice = choose((), "", "", accept=False)
    assert (choice.proposed, choice.playbook, len(choice.asked)) == ("quarterly-review", "", 6)
    # A playbook that was named leaves nothing to ask.
    assert choose((), "", "store-turnaround", accept=False) is None


def test_a_language_that_is_none_is_refused():
    with pytest.raises(InputError, match="zh, en"):
        choose((), "fr", "", accept=False)
