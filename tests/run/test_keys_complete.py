"""Whatever a step opens of an engagement is part of its key: its files are seen from outside, none is listed by hand."""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from diagnostics.dictionary.load import load_engagement
from diagnostics.run.assets import PACKAGE
from diagnostics.run.plan import make_plan
from diagnostics.run.steps import NAMES
from tests.loop.align.consensus.test_result import opened as with_surveys
from tests.loop.align.consensus.test_result import sheet, sides
from tests.loop.track.rounds.test_feedback import HEAD, ROWS
from tests.seeds import LEDGER
from tests.without_kernels import execute_here, loop_here

PERIOD, BEFORE = "2025-06", "2025-05"
LISTS = (
    "corrections.yaml", "changes.yaml", "signoffs.yaml", "evidence/causes.yaml", "evidence/interviews.yaml",
    "evidence/whys.yaml", "evidence/traps.yaml", "evidence/costs.yaml",
)  # fmt: skip
NOTE = "---\nauthor: li\n---\n排班已调整。\n"
EARLIER = ("alerts", "tracking", "alignment", "quality", "traps")
# What only says which run is meant: results of that run are inputs by their contents.
POINTERS = {"current.json", "run.json"}
_seen: dict[str, set[Path]] = defaultdict(set)
_at: list[tuple[str, Path]] = []


def _hook(event: str, given: tuple[object, ...]) -> None:
    if _at and event == "open" and isinstance(given[0], (str, bytes, os.PathLike)):
        step, root = _at[0]
        path = Path(os.fsdecode(given[0])).absolute()
        if path.is_relative_to(root) and not any(each.startswith(".staging-") for each in path.parts):
            _seen[step].add(path.relative_to(root))


def rich(folder: Path) -> Path:
    """An engagement with a file of every kind that a consultant may keep in it."""
    for name in LISTS:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("[]\n", encoding="utf-8")
    (folder / "ledger.yaml").write_text(LEDGER, encoding="utf-8")
    (folder / "evidence" / "feedback.csv").write_text(HEAD + ROWS, encoding="utf-8")
    (folder / "notes").mkdir()
    (folder / "notes" / "gap.zh.md").write_text(NOTE, encoding="utf-8")
    run = folder / "runs" / BEFORE / "r1"
    (run / "results").mkdir(parents=True)
    for name in EARLIER:
        (run / "results" / f"{name}.json").write_text("{}", encoding="utf-8")
    (run / "run.json").write_text(f'{{"as_of": "{BEFORE}-31"}}', encoding="utf-8")
    (run.parent / "current.json").write_text('{"run": "r1"}', encoding="utf-8")
    with_surveys(folder, {"id": "one", "file": sheet(folder, sides(10, 10))})
    return folder.resolve()


@pytest.fixture(scope="module")
def traced(shared_small: Path) -> Path:
    """That engagement after a run; every file that a step opened was noted."""
    sys.addaudithook(_hook)
    folder = rich(shared_small)

    def execute(step, *more):
        _at.append((step.name, folder))
        try:
            return execute_here(step, *more)
        finally:
            _at.clear()

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("diagnostics.data.engine.child.in_child", lambda function, *given, **_: function(*given))
        patched.setattr("diagnostics.look.fonts._cut", lambda characters: b"")
        patched.setattr("tests.without_kernels.execute_here", execute)
        loop_here(folder, PERIOD)
    return folder


def rerun(folder: Path) -> list[str]:
    return [each.step.name for each in make_plan(load_engagement(folder), PERIOD).steps if each.action == "run"]


def test_a_step_runs_again_when_a_byte_of_whatever_it_opened_changes(traced):
    assert rerun(traced) == []
    every = {path for paths in _seen.values() for path in paths}
    for path in sorted(every - {each for each in every if each.name in POINTERS}):
        content = (traced / path).read_bytes()
        (traced / path).write_bytes(content + b"\n")
        again = rerun(traced)
        (traced / path).write_bytes(content)
        opened = [name for name in NAMES if path in _seen[name]]
        if path.name == "ledger.yaml":
            # Every step reads it with the engagement; who looks at its entries is the matter of the next test.
            opened = [name for name in opened if name not in {"align", "diagnose"}]
        assert set(opened) <= set(again), path
    told = {path.as_posix() for path in every}
    assert {*LISTS, "data/visits.csv", "evidence/answers.csv", "evidence/feedback.csv"} <= told
    assert {f"runs/{BEFORE}/r1/results/{each}.json" for each in ("alerts", "tracking", "alignment")} <= told


def test_no_word_of_the_seeds_reaches_the_first_steps_beside_who_when_and_what(traced):
    readers = [each for room in ("align", "close") for each in (PACKAGE / "loop" / room).rglob("*.py")]
    assert not [each.name for each in readers if ".seeds" in each.read_text(encoding="utf-8")]
    path = traced / "ledger.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("reason: 转化率低于目标", "reason: 别的"), encoding="utf-8")
    assert rerun(traced)[0] == "intervene"
    path.write_text(text.replace("at: 2025-03-20", "at: 2025-03-21"), encoding="utf-8")
    assert rerun(traced)[0] == "diagnose"
    path.write_text(text, encoding="utf-8")
