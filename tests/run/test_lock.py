"""One writer per engagement."""

import os
import subprocess
import sys

import pytest

from diagnostics.errors import SurroundingsError
from diagnostics.run.lock import NAME, hold


def test_a_second_writer_is_refused_and_told_who_holds_the_engagement(tmp_path):
    told = rf"in use by process {os.getpid()} \(perfloop run --period 2025-06"
    with (
        hold(tmp_path, "perfloop run --period 2025-06"),
        pytest.raises(SurroundingsError, match=told),
        hold(tmp_path, "perfloop run"),
    ):
        pass


def test_the_lock_is_free_again_after_its_holder_leaves(tmp_path):
    with hold(tmp_path, "first"):
        pass
    with hold(tmp_path, "second"):
        assert "second" in (tmp_path / NAME).read_text(encoding="utf-8")


def test_the_lock_is_free_after_an_error_inside(tmp_path):
    with pytest.raises(ZeroDivisionError), hold(tmp_path, "first"):
        raise ZeroDivisionError
    with hold(tmp_path, "second"):
        pass


def test_the_lock_goes_with_a_killed_process(tmp_path):
    code = (
        "import sys, time; from pathlib import Path; from diagnostics.run.lock import hold\n"
        "with hold(Path(sys.argv[1]), 'killed'):\n    print('held', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline().strip() == "held"
        with pytest.raises(SurroundingsError, match=rf"process {holder.pid} \(killed"), hold(tmp_path, "second"):
            pass
        holder.kill()
        holder.wait()
        with hold(tmp_path, "second"):
            pass


def test_a_holder_without_a_readable_note_is_still_a_holder(tmp_path):
    with hold(tmp_path, "first"):
        (tmp_path / NAME).write_text("{", encoding="utf-8")
        with pytest.raises(SurroundingsError, match="in use by another process"), hold(tmp_path, "second"):
            pass


def test_an_engagement_that_can_not_be_written_to_is_named(tmp_path):
    with pytest.raises(SurroundingsError, match="can't be written to"), hold(tmp_path / "absent", "run"):
        pass
