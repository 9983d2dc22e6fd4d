"""Parameters of the notebooks are checked before anything runs."""

import pytest

from diagnostics.errors import InputError, UnknownNameError
from diagnostics.run import parameters
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


def test_a_default_that_is_no_plain_value_is_refused(tmp_path, monkeypatch):
    import nbformat

    notebook = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "", "language": "python"}},
        cells=[nbformat.v4.new_code_cell("seed: int = 3 + x  # seed", metadata={"tags": ["parameters"]})],
    )
    path = tmp_path / "{odd}.ipynb"
    nbformat.write(notebook, path)
    monkeypatch.setattr(parameters, "asset", lambda name: path)
    with pytest.raises(InputError, match=r"default '3 \+ x' of parameter 'seed' is no plain value"):
        declared(STEPS[0])


def test_assignments_are_read_up_to_the_first_equals_sign():
    assert parse(["note=a=b", " seed =7"]) == {"note": "a=b", "seed": "7"}


@pytest.mark.parametrize("text", ["seed", "=7", " =7"])
def test_an_assignment_without_name_or_sign_is_refused(text):
    with pytest.raises(InputError, match="must be written name=value"):
        parse([text])


def test_a_name_given_twice_is_refused():
    with pytest.raises(InputError, match="'seed' is given twice"):
        parse(["seed=1", "seed=2"])
