"""What a plan says of runs that were killed or failed, of a half publish, of who is at work, and of the disk."""

import shutil
from collections import namedtuple

import pytest

from diagnostics.dictionary.load import load_engagement
from diagnostics.run.carry_out import carry_out
from diagnostics.run.lock import hold
from diagnostics.run.plan import make_plan
from diagnostics.run.publishing.placing import ROOM
from diagnostics.run.resuming.what_is_left import lines_of_what_is_left
from diagnostics.run.workspace import Workspace

PERIOD = "2025-06"
Usage = namedtuple("Usage", "total used free")


def told(folder):
    return list(lines_of_what_is_left(folder.resolve(), make_plan(load_engagement(folder), PERIOD)))


@pytest.fixture
def done(small, steps, said):
    """An engagement with a complete run."""
    carry_out(small, PERIOD, progress=said)
    return small.resolve()


def test_nothing_is_said_where_nothing_is_left(done):
    assert told(done) == []


def test_a_killed_run_is_told_and_that_nothing_of_it_is_used(done):
    Workspace(done, "2025-05").stage()
    assert told(done) == [
        "killed: a run was killed in the middle; nothing of it is used, the rest is removed by the next run"
    ]


def test_a_killed_publish_is_told(done):
    (done / "reports" / PERIOD / ROOM).mkdir()
    assert told(done)[0].startswith("killed: a publish was killed in the middle")


def test_a_failed_run_is_told_until_one_succeeds(done, steps, said):
    workspace = Workspace(done, PERIOD)
    kept = workspace.fail(workspace.stage())
    later = kept.rename(kept.with_name("29990101T000000Z-000000.failed"))
    assert told(done)[0].endswith(f"{later.name}/logs")
    later.rename(later.with_name("20200101T000000Z-000000.failed"))
    assert told(done) == []


def test_who_is_at_work_is_told_and_nothing_else(done):
    Workspace(done, PERIOD).stage()
    with hold(done, "perfloop publish"):
        (line,) = told(done)
    assert "(perfloop publish, since" in line


def test_a_disk_without_room_for_another_run_is_told(done, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10, 10, 5))
    assert told(done)[0].endswith("5 bytes are free; the next one may not fit")
