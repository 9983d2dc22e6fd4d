"""Every expression that the guides show is part of the language."""

import re
from pathlib import Path

import pytest

from diagnostics.dictionary.expression import parse_filter, parse_formula, parse_measure
from diagnostics.dictionary.expression.lexis import FUNCTIONS

DOCS = Path(__file__).resolve().parents[3] / "docs"
GUIDES = ("guide.md", "guide.zh.md")
READERS = {"measure": parse_measure, "where": parse_filter, "formula": parse_formula}


@pytest.mark.parametrize("guide", GUIDES)
def test_expressions_of_the_guide_are_read(guide):
    sections = (DOCS / guide).read_text(encoding="utf-8").split("\n## ")
    (text,) = (each for each in sections if each.startswith(("KPIs\n", "指标\n")))
    shown = re.findall(r"^ *(measure|where|formula): ([^#\n{]+)", text, re.MULTILINE)
    assert len(shown) >= 5
    for kind, expression in shown:
        READERS[kind](expression.strip())


@pytest.mark.parametrize("guide", GUIDES)
def test_the_guide_names_every_function(guide):
    text = (DOCS / guide).read_text(encoding="utf-8")
    named = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`\n]+)`", text))))
    assert named >= FUNCTIONS
