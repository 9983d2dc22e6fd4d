"""The perfloop command with small notebooks in place of the loop's own: real kernels, real files, no client data.

Run as a script by the tests that stop it: ``python stand_in.py NOTEBOOKS perfloop-arguments …``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from diagnostics import cli
from diagnostics.run import carry_out, execute
from diagnostics.run.manifest import PageRecord, hash_file, key_of
from diagnostics.run.notebook_format import import_nbformat
from diagnostics.run.steps import STEPS

nbformat = import_nbformat()
PARAMETERS = 'engagement: str = "."  # folder\nrun: str = ""  # run\nperiod: str = ""  # period'
WORK = (
    "from pathlib import Path\n"
    "Path(run, 'results', '{name}.txt').write_text('{text}')\n"
    "Path(run, 'work', '{name}.txt').write_text('people')"
)
# Says that it has begun and waits to be stopped.
WAIT = "Path(engagement, 'begun').touch()\nimport time\ntime.sleep(120)"


def write_notebooks(folder: Path, text: str, *, waits_at: str = "") -> None:
    """Write a small notebook a step; one of them may wait to be stopped."""
    for step in STEPS:
        cells = [PARAMETERS, WORK.format(name=step.name, text=text), *([WAIT] if step.name == waits_at else [])]
        notebook = nbformat.v4.new_notebook(
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
            cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
        )
        notebook.cells[0].metadata["tags"] = ["parameters"]
        path = folder / step.notebook
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, path)


def render(staging: Path, inputs: dict[str, str], *, draft: bool = False) -> PageRecord:
    """Publish what the last notebook wrote."""
    page = staging / "results" / "retrospective.html"
    page.write_text((staging / "results" / "close.txt").read_text(encoding="utf-8"), encoding="utf-8")
    return PageRecord(file="results/retrospective.html", sha256=hash_file(page), key=key_of(inputs), inputs=inputs)


def main() -> None:
    """Run the command with the notebooks of the folder that comes first."""
    home = Path(sys.argv[1])
    execute.asset = lambda name: home / name
    carry_out.render = render
    sys.argv[1:2] = []
    cli.main()


if __name__ == "__main__":
    main()
