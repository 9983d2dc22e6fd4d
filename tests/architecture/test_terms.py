"""Chinese and English say the same things."""

from __future__ import annotations

import functools
from pathlib import Path
from string import Formatter

import pytest
import yaml

import diagnostics.terms
from diagnostics.terms.say import LANGUAGES, _flatten

ROOM = Path(diagnostics.terms.__file__).parent
FILES = sorted({path.name for language in LANGUAGES for path in (ROOM / language).glob("*.yaml")})


@functools.cache
def texts(language: str, name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    path = ROOM / language / name
    if path.is_file():
        _flatten("", yaml.safe_load(path.read_text(encoding="utf-8")) or {}, found)
    return found


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("name", FILES)
def test_both_languages_define_the_same_ids(name):
    chinese, english = texts("zh", name), texts("en", name)
    assert set(chinese) == set(english)


@pytest.mark.parametrize("name", FILES)
def test_both_languages_fill_the_same_placeholders(name):
    chinese, english = texts("zh", name), texts("en", name)
    differing = {key for key in set(chinese) & set(english) if placeholders(chinese[key]) != placeholders(english[key])}
    assert differing == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_id_is_defined_in_two_files(language):
    seen: dict[str, str] = {}
    twice = []
    for name in FILES:
        for key in texts(language, name):
            if key in seen:
                twice.append((key, seen[key], name))
            seen[key] = name
    assert twice == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty(language):
    assert [(name, key) for name in FILES for key, text in texts(language, name).items() if not text.strip()] == []
