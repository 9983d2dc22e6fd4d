"""One step as a notebook in a fresh kernel."""

import contextlib
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import pytest

from diagnostics.errors import StepFailedError, SurroundingsError, UnknownNameError
from diagnostics.run import execute as executing
from diagnostics.run.execute import execute
from diagnostics.run.kernels import room_prefix
from diagnostics.run.steps import STEPS
from diagnostics.run.workspace import FOLDERS

pytestmark = pytest.mark.kernels
STEP = STEPS[0]
PARAMETERS = 'engagement: str = "."  # folder\nrun: str = ""  # run\nperiod: str = ""  # period'


@pytest.fixture
def run_cells(tmp_path, monkeypatch):
    """Run code cells as a step; braces in the path must not matter."""
    home = tmp_path / "client {a}"
    staging = home / "runs"
    for name in FOLDERS:
        (staging / name).mkdir(parents=True)

    def run(*cells):
        notebook = nbformat.v4.new_notebook(
            metadata={
                "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
                "language_info": {"name": "python"},
            },
            cells=[
                nbformat.v4.new_markdown_cell("# title"),
                nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
                *(nbformat.v4.new_code_cell(cell) for cell in cells),
            ],
        )
        source = home / "source.ipynb"
        nbformat.write(notebook, source)
        monkeypatch.setattr(executing, "asset", lambda name: source)
        seen = []
        try:
            seconds = execute(STEP, staging, home, {"period": "2025-06"}, lambda at, of: seen.append((at, of)))
            assert seconds > 0
        finally:
            run.seen = seen
            run.log = (staging / "logs" / "align.log").read_text(encoding="utf-8")
            run.executed = nbformat.read(staging / "notebooks" / STEP.file, as_version=4)
        return run

    run.home, run.staging = home, staging
    return run


def rooms(engagement):
    return list(Path(tempfile.gettempdir()).glob(f"{room_prefix(engagement)}*"))


def test_a_notebook_runs_on_this_interpreter_in_a_private_place(run_cells, capfd):
    done = run_cells(
        "import os, sys, warnings\nprint(sys.executable)\nprint(engagement, run, period)",
        "print(os.getcwd(), os.listdir(), os.environ['PYTHONHASHSEED'])\nwarnings.warn('odd data')",
        "import matplotlib.pyplot as plt\nfigure, axes = plt.subplots()\naxes.plot([1, 2])",
    )
    assert done.seen == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]
    assert sys.executable in done.log
    assert f"{done.home} {done.staging} 2025-06" in done.log
    assert "[] 0" in done.log
    assert "odd data" in done.log
    assert sum("image/png" in each.get("data", {}) for each in done.executed.cells[-1].outputs) == 1
    assert rooms(done.home) == []
    assert capfd.readouterr() == ("", "")


def test_a_failing_cell_is_named_and_its_traceback_stands_in_the_log_alone(run_cells, capfd):
    with pytest.raises(StepFailedError) as caught:
        run_cells("x = 1", "raise ValueError('first line\\nlast line')")
    assert str(caught.value) == "1_align.ipynb, cell [4]: ValueError: last line"
    assert caught.value.__cause__ is None
    assert "Traceback" in run_cells.log
    assert any(output.output_type == "error" for cell in run_cells.executed.cells for output in cell.get("outputs", []))
    assert capfd.readouterr() == ("", "")


def test_an_error_of_perfloops_own_keeps_its_kind_and_message(run_cells):
    with pytest.raises(UnknownNameError, match=r"Unknown KPI 'x'.*Known: xx. \(1_align.ipynb, cell \[3\]\)"):
        run_cells("from diagnostics.errors import unknown\nraise unknown('KPI', 'x', ['xx'])")


def test_a_full_disk_is_a_matter_of_the_surroundings(run_cells):
    with pytest.raises(SurroundingsError, match=r"cell \[3\]: \[Errno 28\] No space left on device"):
        run_cells("raise OSError(28, 'No space left on device')")


def test_a_dead_kernel_is_noticed(run_cells):
    with pytest.raises(StepFailedError, match=r"1_align.ipynb, cell \[3\]: the kernel died"):
        run_cells("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")


def test_a_cell_that_takes_too_long_is_stopped(run_cells, monkeypatch):
    monkeypatch.setenv("PERFLOOP_STEP_WALL", "1")
    told = r"1_align.ipynb, cell \[3\]: the step took longer than 1 s; raise PERFLOOP_STEP_WALL"
    with pytest.raises(StepFailedError, match=told):
        run_cells("import time\ntime.sleep(60)")


def test_a_steps_time_is_that_of_all_its_cells(run_cells, monkeypatch):
    monkeypatch.setenv("PERFLOOP_STEP_WALL", "2")
    with pytest.raises(StepFailedError, match=r"cell \[[45]\]: the step took longer than 2 s"):
        run_cells(*["import time\ntime.sleep(1.2)"] * 4)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of memory are tested on Linux")
@pytest.mark.parametrize(
    "cell",
    [
        "kept = []\nwhile True:\n    kept.append(bytearray(8 << 20))",
        "len(bytearray(1 << 40))",
        "import numpy\nnumpy.ones(1 << 38)",
    ],
    ids=["little by little", "at once", "in a library"],
)
def test_a_cell_that_eats_memory_is_stopped(run_cells, monkeypatch, cell):
    monkeypatch.setenv("PERFLOOP_STEP_MEMORY", "400MB")
    told = r"1_align.ipynb, cell \[3\]: the kernel (used|needed) more than 400 MB of memory; raise PERFLOOP_STEP_MEMORY"
    with pytest.raises(SurroundingsError, match=told):
        run_cells(cell)


@pytest.mark.parametrize("ending", ["time.sleep(60)", "os.kill(os.getpid(), 9)", "pass"])
def test_what_a_kernel_started_goes_with_it(run_cells, monkeypatch, ending):
    monkeypatch.setenv("PERFLOOP_STEP_WALL", "2")
    cell = (
        "import os, subprocess, sys, time\nchild = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(300)'])\n"
        f"open(engagement + '/child', 'w').write(str(child.pid))\n{ending}"
    )
    with contextlib.suppress(StepFailedError):
        run_cells(cell)
    child = int((run_cells.home / "child").read_text())
    until = time.monotonic() + 60
    while Path(f"/proc/{child}").exists() and "Z" not in Path(f"/proc/{child}/stat").read_text().rpartition(")")[2]:
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_kernel_that_does_not_start_is_a_matter_of_the_surroundings(run_cells, monkeypatch, capfd):
    from diagnostics.run import kernels

    monkeypatch.setattr(kernels.sys, "executable", "/nowhere/python")
    with pytest.raises(SurroundingsError, match="1_align.ipynb: no notebook could be run here: .*/nowhere/python"):
        run_cells("x = 1")
    assert capfd.readouterr() == ("", "")


def test_two_kernels_know_nothing_of_each_other(run_cells):
    run_cells("import os\nos.environ['CANARY'] = 'one'\nCANARY = 1")
    done = run_cells("import os\nprint('found', 'CANARY' in os.environ, 'CANARY' in globals())")
    assert "found False False" in done.log


def test_what_a_killed_run_left_of_its_kernels_is_swept(run_cells):
    left = Path(tempfile.mkdtemp(prefix=room_prefix(run_cells.home)))
    run_cells("x = 1")
    assert not left.exists()
