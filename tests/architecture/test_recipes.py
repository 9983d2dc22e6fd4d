"""What the guides show for schedulers and clusters is read by what it is for."""

import ast
import re
from pathlib import Path

import pytest
import yaml

DOCS = Path(__file__).resolve().parents[2] / "docs"
# Exit codes that come again however often the same command is called.
FINAL = {1, 2}


@pytest.fixture(params=["guide.md", "guide.zh.md"])
def section(request):
    """The section on schedulers and clusters."""
    sections = (DOCS / request.param).read_text(encoding="utf-8").split("\n## ")
    return next(each for each in sections if each.startswith(("From a scheduler", "交给调度系统")))


def blocks(section, language):
    return re.findall(rf"```{language}\n(.*?)```", section, re.DOTALL)


def test_the_kubernetes_recipe_stops_at_what_retrying_does_not_mend(section):
    (text,) = blocks(section, "yaml")
    job = yaml.safe_load(text)["spec"]["jobTemplate"]["spec"]
    pod = job["template"]["spec"]
    (container,) = pod["containers"]
    # A pod failure policy is only taken where pods are never restarted in place.
    assert pod["restartPolicy"] == "Never"
    (final,) = (each["onExitCodes"] for each in job["podFailurePolicy"]["rules"] if each["action"] == "FailJob")
    assert set(final["values"]) == FINAL
    assert {each["name"] for each in container["volumeMounts"]} == {each["name"] for each in pod["volumes"]}
    assert not any(each.get("readOnly") for each in container["volumeMounts"])
    assert container["resources"]["limits"]["memory"]
    assert "perfloop run" in " ".join(container["args"])
    assert "--step all" in " ".join(container["args"])


def test_the_airflow_recipe_is_python_and_names_parameters_that_the_notebook_has(section):
    import json

    (text,) = blocks(section, "python")
    calls = [each for each in ast.walk(ast.parse(text)) if isinstance(each, ast.Call)]
    given = {each.arg: each.value for call in calls for each in call.keywords}
    notebook = DOCS.parent / "notebooks" / Path(ast.literal_eval(given["input_nb"])).name
    source = "".join(json.loads(notebook.read_text(encoding="utf-8"))["cells"][1]["source"])
    named = {line.partition(":")[0] for line in source.splitlines()}
    assert set(ast.literal_eval(given["parameters"])) <= named
    assert ast.literal_eval(given["kernel_name"]) == "python3"


def test_the_commands_shown_bear_options_that_exist(section):
    import typer

    from diagnostics.cli.app import app

    options = {
        name
        for each in typer.main.get_command(app).commands["run"].params
        for name in (*each.opts, *each.secondary_opts)
    }
    shown = re.findall(r"perfloop run [^\n`\"]+", section)
    assert len(shown) >= 3
    for line in shown:
        assert set(re.findall(r"--[a-z-]+", line)) <= options
