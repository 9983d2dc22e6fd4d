"""Kernels of any Jupyter program, forked from a warm parent."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from diagnostics.run.warm.parent import PARENT
from diagnostics.run.warm.provisioner import WarmProvisioner
from diagnostics.run.warm.repeatable import repeatable
from tests.run.test_execute import run_cells  # noqa: F401 (a fixture)

pytestmark = [
    pytest.mark.kernels,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kernels are forked on Linux"),
]
THREE = (
    "import matplotlib.pyplot as plt\nfor each in range(3):\n    figure, axes = plt.subplots()\n    axes.plot([each, 2])",
    "import os\nprint('parent', os.getppid())\nopen(run + '/results/kept.txt', 'w').write(str(sum(range(10)) / 3))",
    "await __import__('asyncio').sleep(0)\n!echo shell",
)


def pictures(notebook):
    return [
        each.data["image/png"]
        for cell in notebook.cells
        for each in cell.get("outputs", [])
        if "image/png" in each.get("data", {})
    ]


def test_a_notebook_leaves_the_same_figures_and_results_warm_and_plain(run_cells, monkeypatch):  # noqa: F811
    warm = run_cells(*THREE)
    kept, drawn, log = (warm.staging / "results" / "kept.txt").read_bytes(), pictures(warm.executed), warm.log
    served = Path(os.environ[PARENT]).with_name("pid").read_text()
    assert f"parent {served}" in log
    monkeypatch.setenv("PERFLOOP_WARM", "never")
    plain = run_cells(*THREE)
    assert f"parent {os.getpid()}" in plain.log
    assert len(drawn) == 3
    assert pictures(plain.executed) == drawn
    assert (plain.staging / "results" / "kept.txt").read_bytes() == kept
    assert "shell" in log


def test_stock_papermill_gets_warm_kernels_by_the_environment(tmp_path):
    cells = ["import os\nopen('parent', 'w').write(str(os.getppid()))", THREE[0]]
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(each) for each in cells], metadata={"kernelspec": spec}
    )
    nbformat.write(notebook, tmp_path / "in.ipynb")
    environment = {**repeatable(os.environ), "JUPYTER_DEFAULT_PROVISIONER_NAME": "perfloop-warm"}
    done = subprocess.run(
        [sys.executable, "-m", "papermill", "in.ipynb", "out.ipynb", "--no-progress-bar"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "parent").read_text() == Path(os.environ[PARENT]).with_name("pid").read_text()
    assert len(pictures(nbformat.read(tmp_path / "out.ipynb", as_version=4))) == 3


@pytest.mark.parametrize(
    "command", [["/other/python", "-c", "1"], [sys.executable, "-X", "dev", "-c", "1"], ["R", "--slave"]]
)
def test_what_is_no_plain_command_of_this_interpreter_is_never_forked(monkeypatch, command):
    seen = []

    async def plain(self, cmd, **options):
        seen.append(cmd)
        return {}

    monkeypatch.setattr(WarmProvisioner, "_plain", plain)
    # Nothing is waited for; asyncio.run refuses where a browser of earlier tests has its loop in this thread.
    with pytest.raises(StopIteration) as ended:
        WarmProvisioner().launch_kernel(command, env={}).send(None)
    assert ended.value.value == {}
    assert seen == [command]
