"""The six questions that tell which path fits 「六个问题」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from unicodedata import normalize

from diagnostics.errors import InputError, nearest, unknown
from diagnostics.terms import LANGUAGES, Language, say

# By question: its answers, in the order in which they are offered. An answer that is not given is a don't know.
QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "scope": ("local", "company"),
    "trap": ("yes", "no"),
    "kpis": ("yes", "no"),
    "about": ("units", "line", "sales", "review"),
    "history": ("short", "year", "long"),
    "pay": ("yes", "no"),
}
DONT_KNOW = ""
_DONT_KNOWS = ("", "?", "unknown", "don't know", "dont_know", "不知道", "不清楚", "未知")


def question_words(key: str, language: Language) -> str:
    """A question as people are asked it 「问题」."""
    return say(f"path.question.{key}.ask", language)


def answer_words(key: str, answer: str, language: Language) -> str:
    """An answer as people read it; that nobody knows where it is empty 「答案」."""
    return say(f"path.question.{key}.answer.{answer}" if answer else "path.dont_know", language)


def read_answers(given: Iterable[str]) -> dict[str, str]:
    """Answers as they are given on the command line, ``scope=local`` 「读取答案」.

    Parameters
    ----------
    given : iterable of str
        Each a question, ``=`` and an answer: its word, its number, or what people read, in Chinese or English.

    Returns
    -------
    dict of str
        Every question with its answer, empty where nobody knows.

    Raises
    ------
    InputError
        When a question or an answer is none, or a question is answered twice.
    """
    answers: dict[str, str] = {}
    for each in given:
        key, equals, text = each.partition("=")
        key = key.strip().replace("-", "_")
        if not equals:
            raise InputError(f"--answer {each!r:.80}, must be QUESTION=ANSWER, such as scope=local.")
        if key not in QUESTIONS:
            raise unknown("question", key[:80], QUESTIONS, "--answer")
        if key in answers:
            raise InputError(f"--answer {key} is given twice; a question has one answer.")
        answers[key] = read_answer(key, text)
    return {key: answers.get(key, DONT_KNOW) for key in QUESTIONS}


def read_answer(key: str, text: str) -> str:
    """An answer by its word, its number, or what people read 「读取答案」.

    Raises
    ------
    InputError
        When it is none of the question's.

    Examples
    --------
    >>> read_answer("scope", " Local "), read_answer("scope", "\uff12"), read_answer("scope", "\uff1f")
    ('local', 'company', '')
    """
    # Whoever types Chinese types full-width digits and signs too.
    plain = " ".join(normalize("NFKC", text).split()).casefold()
    if plain in _DONT_KNOWS:
        return DONT_KNOW
    known: dict[str, str] = {}
    for number, answer in enumerate(QUESTIONS[key], start=1):
        spoken = (answer_words(key, answer, language).casefold() for language in LANGUAGES)
        known |= dict.fromkeys((answer, str(number), *spoken), answer)
    if plain not in known:
        close = nearest(plain, known)
        hint = f" Did you mean {known[close]!r}?" if close else ""
        raise InputError(
            f"{key} == {text[:80]!r}, must be one of: {', '.join(QUESTIONS[key])}, or empty where nobody knows.{hint}"
        )
    return known[plain]
