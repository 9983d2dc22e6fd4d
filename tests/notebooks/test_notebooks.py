"""The notebooks are thin documents: little code, no outputs, every parameter explained."""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import pytest

from diagnostics.run.parameters import declared
from diagnostics.run.steps import STEPS

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").rglob("*.ipynb"))
PUBLIC = {
    "align": ("dx.align.review",),
    "diagnose": ("dx.diagnose.diagnose",),
    "intervene": ("dx.intervene.plan",),
    "track": ("dx.track.follow",),
    "close": ("dx.close.retrospect",),
}
EXTRA_ALLOWED = {"diagnostics"}


def name_of(path: Path) -> str:
    return path.name


@pytest.fixture(params=NOTEBOOKS, ids=name_of)
def notebook(request):
    """A notebook of the project."""
    return nbformat.read(request.param, as_version=4)


@pytest.fixture(params=STEPS, ids=lambda step: step.name)
def step(request):
    """A step, for what holds for the five notebooks of the loop."""
    return request.param


def code_of(notebook) -> str:
    """Python of a notebook; lines such as ``%matplotlib inline`` are Jupyter's."""
    lines = (line for cell in notebook.cells if cell.cell_type == "code" for line in cell.source.splitlines())
    return "\n".join(line for line in lines if not line.startswith("%"))


def tree_of(notebook) -> ast.Module:
    return ast.parse(code_of(notebook))


def test_the_five_steps_are_there():
    there = [path.name for path in NOTEBOOKS if path.parent.name == "notebooks"]
    assert there == [*(each.file for each in STEPS), "publish.ipynb"]


def test_a_notebook_is_valid_and_runs_on_any_python_kernel(notebook):
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec == {"display_name": "Python 3", "language": "python", "name": "python3"}
    assert notebook.metadata.language_info.name == "python"
    assert set(notebook.metadata) == {"kernelspec", "language_info"}, "an executed notebook was saved"


def test_a_notebook_is_thin(notebook):
    lines = [line for line in code_of(notebook).splitlines() if line.strip() and not line.strip().startswith("#")]
    assert len(lines) <= 40


def test_a_notebook_defines_nothing(notebook):
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    assert [node.lineno for node in ast.walk(tree_of(notebook)) if isinstance(node, kinds)] == []


def test_a_notebook_is_stored_without_outputs(notebook):
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.outputs for cell in cells] == [[]] * len(cells)
    assert {cell.execution_count for cell in cells} == {None}


def test_a_notebook_imports_nothing_but_the_package(notebook):
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree_of(notebook))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([each.name for each in node.names] if isinstance(node, ast.Import) else [node.module or ""])
    }
    assert imported <= EXTRA_ALLOWED


def test_no_code_stands_in_two_notebooks_besides_opening_the_engagement(notebook):
    """What several notebooks need belongs into the package."""
    shared = {"import diagnostics as dx", "client = dx.open_engagement(engagement)"}
    own = {line.strip() for line in code_of(notebook).splitlines() if len(line.strip()) >= 25 and "#" not in line}
    for path in NOTEBOOKS:
        other = nbformat.read(path, as_version=4)
        if other != notebook:
            assert own & {line.strip() for line in code_of(other).splitlines()} - shared == set()


def test_every_parameter_has_type_default_and_help_in_both_languages(step):
    parameters = declared(step)
    assert {"engagement", "period", "run"} <= set(parameters)
    for each in parameters.values():
        assert each.type in {"str", "int", "float", "bool"}, each.name
        assert type(each.default).__name__ == each.type, each.name
        chinese, _, english = each.help.partition(": ")
        assert any("\u4e00" <= sign <= "\u9fff" for sign in chinese), each.name
        assert english.isascii(), each.name
        assert len(english) > 5, each.name


def test_papermill_sees_every_parameter(step):
    notebook = nbformat.read(ROOT / step.notebook, as_version=4)
    (cell,) = (each for each in notebook.cells if "parameters" in each.metadata.get("tags", []))
    assigned = [node.target.id for node in ast.parse(cell.source).body if isinstance(node, ast.AnnAssign)]
    assert len(assigned) == len(ast.parse(cell.source).body), "every parameter bears a type"
    assert assigned == list(declared(step))


def test_every_parameter_is_used(step):
    notebook = nbformat.read(ROOT / step.notebook, as_version=4)
    loaded = {
        node.id for node in ast.walk(tree_of(notebook)) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    assert set(declared(step)) <= loaded


def test_a_notebook_calls_the_public_function_of_its_step(step):
    notebook = nbformat.read(ROOT / step.notebook, as_version=4)
    calls = {ast.unparse(node.func) for node in ast.walk(tree_of(notebook)) if isinstance(node, ast.Call)}
    assert set(PUBLIC[step.name]) <= calls


def test_every_notebook_tells_in_both_languages_what_it_does(step):
    notebook = nbformat.read(ROOT / step.notebook, as_version=4)
    first = notebook.cells[0]
    assert first.cell_type == "markdown"
    assert first.source.startswith("# ")
    assert any("\u4e00" <= sign <= "\u9fff" for sign in first.source)
    assert len([line for line in first.source.splitlines() if line.isascii() and len(line) > 40]) >= 1


def test_only_the_close_notebook_and_the_publishing_one_emit_a_page(notebook):
    emits = "application/vnd.perfloop.page+json" in code_of(notebook)
    assert emits == any(each in code_of(notebook) for each in ("dx.close.retrospect", "dx.close.page_for"))
