"""Steps that need no kernel: what a run does around its steps is tested in milliseconds."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from diagnostics.run import carry_out as carrying
from diagnostics.run.manifest import PageRecord, hash_file, key_of
from diagnostics.run.progress import Progress
from tests.loop.intervene.conftest import ledger_of, make_engagement  # noqa: F401 (fixtures of measures)
from tests.without_kernels import loop_here


class Steps:
    """Stands in for the notebooks: writes a file a step, and can be made to fail at one."""

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.failing: dict[str, BaseException] = {}
        self.rendered = 0

    def execute(self, step, staging, engagement, parameters, on_cell) -> float:
        self.ran.append(step.name)
        on_cell(1, 2)
        (staging / "logs" / f"{step.name}.log").write_text("log", encoding="utf-8")
        (staging / "notebooks" / step.file).write_text("{}", encoding="utf-8")
        (staging / "work" / f"{step.name}.txt").write_text("rows of people", encoding="utf-8")
        if step.name in self.failing:
            raise self.failing[step.name]
        (staging / "results" / f"{step.name}.json").write_text(f"{step.name} {parameters}", encoding="utf-8")
        return 0.1

    def render(self, staging: Path, inputs: dict[str, str], *, draft: bool = False) -> PageRecord:
        self.rendered += 1
        page = staging / "results" / "retrospective.html"
        page.write_text(f"page {self.rendered}", encoding="utf-8")
        return PageRecord(file="results/retrospective.html", sha256=hash_file(page), key=key_of(inputs), inputs=inputs)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    """Steps without kernels."""
    stand_in = Steps()
    monkeypatch.setattr(carrying, "execute", stand_in.execute)
    monkeypatch.setattr(carrying, "render", stand_in.render)
    return stand_in


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """What would read the client's files in a process of its own reads them here; that process has its own tests."""
    monkeypatch.setattr("diagnostics.data.engine.child.in_child", lambda function, *given, **_: function(*given))


def finish_small(folder: Path, stand_in) -> Path:
    """Give an engagement one complete run with the small notebooks of the stand-in, their cells run here."""
    notebooks = folder.parent / "notebooks of the test"
    stand_in.write_notebooks(notebooks, "old")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("tests.without_kernels.asset", lambda name: notebooks / name)
        patched.setattr(carrying, "render", stand_in.render)
        loop_here(folder, "2025-06")
    return folder


@pytest.fixture
def said() -> Progress:
    """Progress whose lines can be read back."""
    return Progress(io.StringIO())
