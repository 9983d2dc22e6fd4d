"""The six questions of 'perfloop new' on a terminal 「路径选择」."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from diagnostics.cli.terminal import plain
from diagnostics.errors import InputError
from diagnostics.terms import Language, say


@dataclass(frozen=True, slots=True)
class Choice:
    """What was proposed, in lines, and the playbook that is followed; empty where none was accepted 「选定结果」."""

    lines: tuple[str, ...]
    asked: tuple[str, ...]
    language: Language
    proposed: str
    playbook: str

    def told(self) -> str:
        """Whether what is proposed is followed, or another playbook that was named 「是否采用」."""
        state = "accepted" if self.playbook == self.proposed else "other" if self.playbook else "proposed"
        return say(f"path.told.{state}", self.language, playbook=self.proposed, followed=self.playbook)


def choose(given: Sequence[str], language: str, playbook: str, *, accept: bool) -> Choice | None:
    """Ask the six questions, or take their answers, and tell what they propose 「选择路径」.

    Parameters
    ----------
    given : sequence of str
        Answers such as ``scope=local``; on a terminal they are asked for where none are given.
    language : str
        Language of the questions; Chinese by default.
    playbook : str
        Playbook that was named: nothing is asked then.
    accept : bool
        Whether what is proposed is followed.

    Returns
    -------
    Choice or None
        None where nothing was asked and nothing answered.

    Raises
    ------
    InputError
        When an answer is none, or a path is accepted that nobody asked for.
    """
    from diagnostics.dictionary.path_choice import read_answers
    from diagnostics.run.path_choice.asking import ask_all, spoken

    if accept and playbook:
        raise InputError("--accept and --playbook are given; a path is proposed and accepted, or named.")
    words, live = spoken(language), _on_terminal() and not playbook
    if given:
        answers = read_answers(given)
    elif live:
        answers = ask_all(words, _typed, _tell)
    elif accept:
        raise InputError("--accept takes the path that answers propose; give them by --answer, such as scope=local.")
    else:
        return None
    return _proposed(answers, words, playbook, accept=accept, live=live)


def note_choice(folder: Path, choice: Choice) -> None:
    """Write what was proposed into the engagement's questions.md 「记录路径建议」."""
    from diagnostics.run.path_choice.note import note_path

    told = choice.told()
    head = say("path.told.head", choice.language)
    note_path(folder, [*choice.lines, told], list(choice.asked), head=head)


def _proposed(answers: dict[str, str], words: Language, playbook: str, *, accept: bool, live: bool) -> Choice:
    from diagnostics.run.path_choice.note import open_lines, path_lines, proposed

    path, known = proposed(answers)
    lines, asked = tuple(path_lines(path, answers, known, words)), tuple(open_lines(path, words))
    # What nobody knew is told as an open question once the folder is made.
    for line in lines:
        _tell(line)
    from diagnostics.model.playbook import playbook_id

    taken = accept or (live and typer.confirm(say("path.told.accept", words), default=False))
    return Choice(lines, asked, words, path.playbook, path.playbook if taken else playbook_id(playbook))


def _on_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _typed(prompt: str) -> str:
    return str(typer.prompt(prompt, default="", show_default=False, prompt_suffix=" "))


def _tell(line: str) -> None:
    typer.echo(plain(line))
