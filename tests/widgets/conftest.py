"""Case A's engagement, never run: the lab needs its files alone."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from diagnostics.terms import say
from diagnostics.widgets import open_desk

DRAWS = 300


@pytest.fixture(scope="session")
def case_a(tmp_path_factory) -> Path:
    """Folder of case A; tests that write copy it."""
    from diagnostics.run.demo import demo_engagement

    folder = tmp_path_factory.mktemp("lab") / "a"
    demo_engagement("a", folder, "zh")
    return folder


@pytest.fixture
def own_case_a(case_a, tmp_path) -> Path:
    """Folder of case A that a test may write into."""
    return Path(shutil.copytree(case_a, tmp_path / "a"))


@pytest.fixture(scope="session")
def desks(case_a):
    """Desks in both languages, observed once."""
    made = {language: open_desk(case_a, language, DRAWS) for language in ("zh", "en")}
    made["zh"].history(made["zh"].scenarios["pay_link"])
    made["en"]._observed = made["zh"]._observed
    return made


@pytest.fixture
def observed_once(desks, monkeypatch) -> None:
    """What is run again is not observed again: the data are the same."""
    monkeypatch.setattr("diagnostics.data.observe.observe", lambda _: desks["zh"]._observed[0])


@pytest.fixture
def lab(desks, quick_font):
    """A lab in Chinese; its board is its own."""
    from diagnostics.widgets.lab import Lab

    return Lab(desks["zh"])


@pytest.fixture
def own_lab(own_case_a, desks, quick_font):
    """A lab whose engagement may be written into; the data, which are the same, are not observed again."""
    from diagnostics.widgets.lab import Lab

    desk = open_desk(own_case_a, draws=DRAWS, seed=3)
    desk._observed = desks["zh"]._observed
    return Lab(desk)


def dial(lab, panel: str, term: str, **values):
    """A control by its words."""
    return lab.panels[panel].controls[say(term, lab.language, **values)]


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def shown(lab, name: str) -> str:
    return text(lab.answers[name].value)
