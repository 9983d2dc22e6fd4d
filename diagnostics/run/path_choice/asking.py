"""The six questions asked one after the other 「逐题询问」."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from diagnostics.dictionary.path_choice.questions import QUESTIONS, answer_words, question_words, read_answer
from diagnostics.errors import InputError
from diagnostics.terms import LANGUAGES, Language, say

_MOST_TRIES = 5


def spoken(language: str) -> Language:
    """Language of the questions, Chinese where nobody says 「提问语言」.

    Raises
    ------
    InputError
        When it is none.
    """
    if language not in ("", *LANGUAGES):
        raise InputError(f"--language {language!r:.40}, must be one of: {', '.join(LANGUAGES)}.")
    return "en" if language == "en" else "zh"


def ask_all(language: Language, read: Callable[[str], str], tell: Callable[[str], None]) -> dict[str, str]:
    """Answers to the six questions; whoever presses Enter doesn't know 「逐题询问」.

    Parameters
    ----------
    read : callable
        Shows a prompt and gives what was typed.
    tell : callable
        Shows a line.
    """
    answers = {}
    for number, key in enumerate(QUESTIONS, start=1):
        for line in question_lines(key, number, language):
            tell(line)
        answers[key] = _answer(key, language, read, tell)
    return answers


def question_lines(key: str, number: int, language: Language) -> Iterator[str]:
    """A question, what it means in a line, and its answers 「问题与选项」."""
    yield f"{number}/{len(QUESTIONS)} {question_words(key, language)}"
    yield f"    {say(f'path.question.{key}.help', language)}"
    offered = (f"{at}) {answer_words(key, each, language)}" for at, each in enumerate(QUESTIONS[key], start=1))
    yield f"    {say('path.offered', language, answers='  '.join(offered))}"


def _answer(key: str, language: Language, read: Callable[[str], str], tell: Callable[[str], None]) -> str:
    for _ in range(_MOST_TRIES):
        try:
            return read_answer(key, read(">"))
        except InputError:
            tell(f"    {say('path.again', language)}")
    return ""
