"""Parameters of the notebooks are checked before anything runs."""

import nbformat
import pytest

from diagnostics.errors import InputError, UnknownNameError
from diagnostics.run import parameters
from diagnostics.run.assets import asset
from diagnostics.run.parameters import Parameter, declared, parse, resolve
from diagnostics.run.steps import NAMES, STEPS


def test_every_notebook_declares_where_it_works():
    for step in STEPS:
        assert {"engagement", "period", "run"} <= set(declared(step))


def test_period_and_defaults_reach_every_step_and_paths_do_not():
    resolved = resolve({}, "2025-06")
    assert tuple(resolved) == NAMES
    assert all(each["period"] == "2025-06" for each in resolved.values())
    assert not any({"engagement", "run"} & set(each) for each in resolved.values())
    assert resolved["track"]["seed"] == 0


def test_a_value_takes_the_declared_type():
    assert resolve({"seed": "7", "as_of": "2025-06-30"}, "2025-06")["track"] == {
        "period": "2025-06",
        "as_of": "2025-06-30",
        "seed": 7,
    }


def test_a_step_gets_only_its_own_parameters():
    assert "seed" not in resolve({"seed": "7"}, "2025-06")["align"]


def test_an_unknown_parameter_is_refused_with_the_nearest_name():
    with pytest.raises(UnknownNameError, match="Unknown parameter 'sed' in -p. Did you mean 'seed'"):
        resolve({"sed": "7"}, "2025-06")


@pytest.mark.parametrize("name", ["engagement", "run", "period"])
def test_what_the_run_sets_can_not_be_given(name):
    with pytest.raises(InputError, match=f"Parameter '{name}' is set by the run itself"):
        resolve({name: "x"}, "2025-06")


@pytest.mark.parametrize("value", ["seven", "7.5", "True", "", "[1]"])
def test_a_value_of_another_type_is_refused(value):
    with pytest.raises(InputError, match="Parameter seed == .*must be of type int"):
        resolve({"seed": value}, "2025-06")


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("str", "7", "7"),
        ("float", "7", 7),
        ("bool", "True", True),
        ("list", "['a']", ["a"]),
        ("list[str]", "['a']", ["a"]),
        ("dict", "{'a': 1}", {"a": 1}),
    ],
)
def test_types_of_a_firms_own_notebook_are_understood(monkeypatch, kind, text, value):
    monkeypatch.setattr(parameters, "declared", lambda step: {"own": Parameter("own", kind, None, "")})
    assert resolve({"own": text}, "2025-06")["align"] == {"own": value}


@pytest.fixture
def notebook_with(tmp_path, monkeypatch):
    """A notebook whose parameters cell holds a text."""

    def write(source, tags=("parameters",)):
        notebook = nbformat.v4.new_notebook(
            metadata={"kernelspec": {"name": "python3", "display_name": "", "language": "python"}},
            cells=[nbformat.v4.new_code_cell(source, metadata={"tags": list(tags)})],
        )
        path = tmp_path / "{odd}.ipynb"
        nbformat.write(notebook, path)
        monkeypatch.setattr(parameters, "asset", lambda name: path)

    return write


@pytest.mark.parametrize("default", ["3 + x", "open('x')", "period"])
def test_a_default_that_is_no_plain_value_is_refused(notebook_with, default):
    notebook_with(f"seed: int = {default}  # seed")
    with pytest.raises(InputError, match="1_align.ipynb: default of parameter 'seed' is no plain value"):
        declared(STEPS[0])


@pytest.mark.parametrize("source", ["seed = 3  # seed", "seed: int", "import os", "a.b: int = 3"])
def test_anything_but_parameters_among_the_parameters_is_refused(notebook_with, source):
    notebook_with(source)
    with pytest.raises(InputError, match=f"1_align.ipynb: '{source}' among the parameters, must be written name: type"):
        declared(STEPS[0])


def test_a_notebook_without_parameters_is_refused(notebook_with):
    notebook_with("seed: int = 3", tags=())
    with pytest.raises(InputError, match="1_align.ipynb has no cell tagged 'parameters'"):
        declared(STEPS[0])


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_papermill_infers_the_same_parameters(step):
    from papermill import inspect_notebook

    inferred = inspect_notebook(str(asset(step.notebook)))
    own = declared(step)
    assert list(own) == list(inferred)
    for name, each in inferred.items():
        read = own[name]
        assert (read.type, repr(read.default).replace("'", '"'), read.help) == (
            each["inferred_type_name"],
            each["default"],
            each["help"],
        )


def test_assignments_are_read_up_to_the_first_equals_sign():
    assert parse(["note=a=b", " seed =7"]) == {"note": "a=b", "seed": "7"}


@pytest.mark.parametrize("text", ["seed", "=7", " =7"])
def test_an_assignment_without_name_or_sign_is_refused(text):
    with pytest.raises(InputError, match="must be written name=value"):
        parse([text])


def test_a_name_given_twice_is_refused():
    with pytest.raises(InputError, match="'seed' is given twice"):
        parse(["seed=1", "seed=2"])
