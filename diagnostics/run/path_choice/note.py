"""The path that is proposed, on the terminal and in the engagement's open questions 「路径建议」."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from diagnostics.dictionary.path_choice import Path as Proposed
from diagnostics.dictionary.path_choice import propose_path
from diagnostics.dictionary.path_choice.questions import answer_words, question_words
from diagnostics.dictionary.playbooks import firm_playbooks, known_playbooks
from diagnostics.run.scaffold import QUESTIONS
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    from pathlib import Path

    from diagnostics.model.playbook import Playbook


def proposed(answers: Mapping[str, str]) -> tuple[Proposed, dict[str, Playbook]]:
    """Path for these answers, and the playbooks that there are 「推荐路径」.

    Raises
    ------
    InputError
        When an answer is none, or a playbook breaks a rule.
    """
    known = known_playbooks(firm_playbooks())
    return propose_path(answers, known), known


def path_lines(
    path: Proposed, answers: Mapping[str, str], known: Mapping[str, Playbook], language: Language
) -> Iterator[str]:
    """What is proposed and why, what comes second, what to bring, what nobody knew 「路径建议」."""

    def line(term: str, **values: str) -> str:
        return say(f"path.told.{term}", language, **values)

    def title(playbook: str) -> str:
        return known[playbook].title.say(language) if playbook in known else playbook

    mark = say("path.mark.list", language)
    yield line("path", title=title(path.playbook), playbook=path.playbook)
    yield line("reason", reason=path.reason.say(language))
    yield line("weight", steps=mark.join(say(f"path.steps.{each}", language) for each in path.steps))
    yield line("second", title=title(path.second), playbook=path.second, reason=path.not_second.say(language))
    yield from (line("caution", text=each.say(language)) for each in path.cautions)
    yield from (line("brought", text=each.say(language)) for each in path.brought)
    told = (
        line("answer", question=question_words(key, language), answer=answer_words(key, each, language))
        for key, each in answers.items()
    )
    yield line("answers", answers=say("path.mark.answers", language).join(told))


def open_lines(path: Proposed, language: Language) -> Iterator[str]:
    """Questions that nobody could answer, each with why it matters 「待确认问题」."""
    for key, why in path.questions:
        question = question_words(key, language)
        yield say("path.told.open", language, question=question, why=why.say(language))


def note_path(folder: Path, lines: list[str], asked: list[str], *, head: str) -> None:
    """Write the proposal into an engagement's questions.md 「记入待确认事项」.

    Parameters
    ----------
    folder : Path
        The engagement's folder.
    lines, asked : list of str
        What is proposed; what is to be asked, which stands as an open question.
    head : str
        Heading above it.
    """
    parts = [f"## {head}", "", *(f"{each}  " for each in lines), "", *(f"- {each}" for each in asked)]
    file = folder / QUESTIONS
    before = file.read_text(encoding="utf-8").rstrip() + "\n\n" if file.is_file() else ""
    file.write_text(before + "\n".join(parts).rstrip() + "\n", encoding="utf-8", newline="\n")
