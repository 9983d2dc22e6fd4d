"""Bad input: one clear error each, the exit code it deserves, and what was there before stays."""

from __future__ import annotations

import csv
import os
import re
import shutil
from pathlib import Path

import pytest

from tests.without_kernels import without_kernels

pytestmark = pytest.mark.kernels


def edit(name, old, new):
    """Change a text of one of the engagement's files."""

    def change(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def write(name, content: bytes):
    return lambda folder: (folder / name).write_bytes(content)


def forbid(folder: Path) -> None:
    (folder / "kpis.yaml").chmod(0)


def nothing(folder: Path) -> None:
    """Leave the files alone: the command itself is wrong."""


RUN = ("--period", "2025-06")
CASES = {
    "unknown KPI": (
        edit("scorecards.yaml", "kpi: revenue", "kpi: revenu"),
        RUN,
        r"scorecards.yaml:\d+.*'revenu'.*'revenue'|'revenu'.*scorecards.yaml:\d+.*'revenue'",
    ),
    "unknown entity": (edit("engagement.yaml", "focus: [qinghe]", "focus: [qinghee]"), RUN, r"'qinghee'.*'qinghe'"),
    "unknown source": (edit("kpis.yaml", "source: visits", "source: vists"), RUN, r"'vists'.*'visits'"),
    "unknown parameter": (nothing, (*RUN, "-p", "sed=3"), r"Unknown parameter 'sed'.*Did you mean 'seed'"),
    "wrong period": (nothing, ("--period", "2025-14"), r"Period '2025-14' does not exist"),
    "unreadable period": (nothing, ("--period", "last month"), r"Period 'last month' has no known form"),
    "period without data": (nothing, ("--period", "2031-06"), r"2031-06"),
    "duplicate YAML key": (edit("engagement.yaml", "language: zh", "language: zh\nlanguage: en"), RUN, r"engagement.yaml:\d+"),
    "broken YAML": (write("kpis.yaml", b"- id: [revenue\n"), RUN, r"kpis.yaml:\d+"),
    "no YAML at all": (write("kpis.yaml", bytes(range(256))), RUN, r"kpis.yaml"),
    "empty dictionary": (write("kpis.yaml", b""), RUN, r"kpis.yaml"),
    "empty source": (write("data/visits.csv", b""), RUN, r"visits.csv.*empty.*engagement.yaml:\d+|engagement.yaml:\d+.*empty"),
    "source that is gone": (lambda folder: (folder / "data/visits.csv").unlink(), RUN, r"visits.csv.*engagement.yaml:\d+"),
    "source outside the data folder": (edit("engagement.yaml", "file: visits.csv", "file: ../entities.csv"), RUN, r"entities.csv"),
    "source in two encodings": (
        lambda folder: (folder / "data/visits.csv").write_bytes(
            (folder / "data/visits.csv").read_bytes() + "2025-06-30,推拿\n".encode() + "2025-06-30,推拿\n".encode("gbk")
        ),
        RUN,
        r"visits.csv:\d+",
    ),
}  # fmt: skip


def published(folder: Path) -> dict[str, bytes]:
    """Everything a reader or a later run relies on."""
    paths = [*(folder / "reports").rglob("*"), *(folder / "runs").rglob("*")]
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in paths
        if path.is_file() and ".failed" not in str(path) and "/.staging-" not in str(path)
    }


@pytest.fixture
def client(demo_a, tmp_path):
    """A copy of demo A with its finished run."""
    return Path(shutil.copytree(demo_a.folder, tmp_path / "a"))


@pytest.mark.parametrize(("spoil", "arguments", "told"), CASES.values(), ids=CASES)
def test_bad_input_is_one_clear_error_and_leaves_what_was_there(client, perfloop_here, spoil, arguments, told):
    spoil(client)
    before = published(client)
    with without_kernels():
        done = perfloop_here("run", client, *arguments)
    errors = [line for line in done.err.splitlines() if line.startswith("perfloop: ")]
    assert done.code == 2, done.err
    assert done.out == ""
    assert len(errors) == 1
    assert re.search(told, errors[0])
    assert "Traceback" not in done.err
    assert published(client) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_one_clear_error(client, perfloop_here):
    forbid(client)
    done = perfloop_here("run", client, *RUN)
    assert done.code == 2
    assert re.search(r"perfloop: .*kpis.yaml", done.err)


def test_a_folder_in_place_of_a_file_is_one_clear_error(client, perfloop_here):
    (client / "kpis.yaml").unlink()
    (client / "kpis.yaml").mkdir()
    done = perfloop_here("run", client, *RUN)
    assert done.code == 2, done.err
    assert "kpis.yaml" in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("arguments", [("run", "nowhere", *RUN), ("check", "nowhere"), ("plan", "nowhere", *RUN)])
def test_a_folder_that_is_not_there_is_one_clear_error(perfloop_here, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    done = perfloop_here(*arguments)
    assert (done.code, done.out) == (2, "")
    assert "'nowhere' is no folder" in done.err


def test_an_error_within_a_step_names_the_cell_and_the_logs_and_keeps_the_executed_notebook(client, perfloop_here):
    # A published period would be looked at before any step begins.
    for each in ("runs", "reports"):
        shutil.rmtree(client / each)
    with (client / "data" / "visits.csv").open(encoding="utf-8", newline="") as stream:
        header, first, *rest = list(csv.reader(stream))
    first[header.index("sales")] = "10k"
    with (client / "data" / "visits.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([header, first, *rest])
    before = published(client)
    done = perfloop_here("run", client, *RUN)
    assert done.code == 2, done.err
    assert "Traceback" not in done.err
    told = re.search(
        r"^perfloop: .*visits.csv:2.*'10k'.*2_diagnose.ipynb, cell \[3\]\)\. Logs: (.*)\.$", done.err, re.MULTILINE
    )
    assert told, done.err
    logs = Path(told[1])
    assert "Traceback" in (logs / "diagnose.log").read_text(encoding="utf-8")
    assert (logs.parent / "notebooks" / "2_diagnose.ipynb").is_file()
    assert {each.name for each in logs.parent.iterdir()} == {"logs", "notebooks"}
    assert published(client) == before
    assert not (client / "reports").exists()
