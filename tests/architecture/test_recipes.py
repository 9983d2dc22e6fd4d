"""What the guides show for schedulers and clusters is read by what it is for."""

import ast
import re
from functools import cache
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


ROOT = DOCS.parent
TOLD = sorted(
    [*ROOT.glob("playbooks/*.md"), *ROOT.glob("playbooks/*/guide.md"), *DOCS.rglob("*.md"), *ROOT.glob("README*.md")]
)
# A command with what follows it up to its end: of the line, the quotes, the next command.
COMMAND = re.compile(r"(?:(?<=`)|(?<=\n)|(?<=&& )|(?<=\$ )|(?<=    ))perfloop (?P<rest>[^\n`&;|#]+)")


@cache
def perfloop():
    import typer

    from diagnostics.cli.app import app

    return typer.main.get_command(app)


def told_wrongly(text):
    """Commands and options that a text tells and that don't exist."""
    # A date that a shell fills in has options of its own.
    text = re.sub(r"\$\([^)]*\)", "X", text.replace("\\\n", " "))
    for found in COMMAND.finditer(text):
        command, words = perfloop(), found["rest"].split()
        while words and words[0] in getattr(command, "commands", {}):
            command = command.commands[words.pop(0)]
        # A group by itself is a room of commands; beside a word that is none of its commands it is a mistake.
        strange = words[:1] if hasattr(command, "commands") and re.match(r"[a-z]", " ".join(words)) else []
        options = {"--help", *(name for each in command.params for name in (*each.opts, *each.secondary_opts))}
        strange += [each for each in re.findall(r"(?<!\S)--?[a-z][a-z-]*", " ".join(words)) if each not in options]
        yield from (f"{found[0]!r}: {each}" for each in strange)


@pytest.mark.parametrize("file", TOLD, ids=lambda each: f"{each.parent.name}/{each.name}")
def test_every_command_that_is_told_exists(file):
    assert not list(told_wrongly(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "text", ["`perfloop ledger minutes`", "`perfloop check acme && perfloop run x --steps=all --drafts`"]
)
def test_a_command_that_does_not_exist_is_seen(text):
    assert list(told_wrongly(text))
