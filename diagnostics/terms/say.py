"""One way to a word on a page 「文案」."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any, Literal, get_args

import yaml

from diagnostics.errors import unknown

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
# libyaml's, where PyYAML has it, reads the same nine times as fast, in every process that says a word.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _PlainFormatter(Formatter):
    """Fills placeholders by name only: client text in a value can't reach attributes or items.

    ``{count:KPI|KPIs}`` is the word that goes with a count: the first for 1, else the second.
    """

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> tuple[Any, str]:  # noqa: ARG002 (the base class names it)
        return kwargs[field_name], field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        if "|" not in format_spec:
            return str(super().format_field(value, format_spec))
        one, _, many = format_spec.partition("|")
        return one if str(value) == "1" else many


_FORMATTER = _PlainFormatter()


def _flatten(prefix: str, node: Any, into: dict[str, str]) -> None:
    for key, value in node.items():
        name = f"{prefix}.{key}" if prefix else str(key)
        if isinstance(value, dict):
            _flatten(name, value, into)
        else:
            into[name] = str(value)


@cache
def _texts(language: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for entry in sorted(files("diagnostics.terms").joinpath(language).iterdir(), key=lambda each: each.name):
        if entry.name.endswith(".yaml"):
            read = yaml.load(entry.read_text(encoding="utf-8"), _Loader)  # noqa: S506 (either is a safe loader)
            _flatten("", read or {}, texts)
    return texts


def known_ids(language: Language) -> frozenset[str]:
    """Ids that a language defines 「文案编号」."""
    return frozenset(_texts(language))


@cache
def every_text() -> str:
    """Text of every term in every language, one a line 「全部文案」."""
    return "\n".join(text for language in LANGUAGES for text in _texts(language).values())


def say(term: str, language: Language, /, **values: object) -> str:
    """Text of a term in a language 「取文案」.

    Parameters
    ----------
    term : str
        Id such as ``gap.target``; the yaml files nest it.
    language : {"zh", "en"}
        Language of the page.
    **values : object
        Placeholders of the text, already formatted for the reader.

    Raises
    ------
    UnknownNameError
        When no text has this id, since a page never shows an id in place of a word, or no language is called so.

    Examples
    --------
    >>> say("loop.align", "zh")
    '共识重塑'
    >>> say("dictionary.page.tree.alt", "en", count=1, top="a", below=1, names="b")[:15]
    'KPI tree: 1 KPI'
    """
    if language not in LANGUAGES:
        raise unknown("language", str(language), LANGUAGES)
    texts = _texts(language)
    if term not in texts:
        raise unknown("term", term, texts, f"terms/{language}")
    text = texts[term]
    return _FORMATTER.vformat(text, (), values) if "{" in text else text


def text_of(term: str, language: Language) -> str:
    """Text of a term with its placeholders as they stand 「文案原文」.

    Examples
    --------
    >>> text_of("loop.align", "en")
    'Align'
    """
    return _texts(language)[term]
