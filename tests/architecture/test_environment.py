"""environment.yml describes the environment of pyproject.toml."""

import subprocess
import sys
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "environment.py"


def test_environment_yml_is_that_of_pyproject():
    done = subprocess.run([sys.executable, SCRIPT, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_environment_yml_asks_for_every_package_of_pyproject():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    content = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    (by_pip,) = (each["pip"] for each in content["dependencies"] if isinstance(each, dict))
    assert by_pip == [*project["dependencies"], *project["optional-dependencies"]["test"], "-e ."]
    assert f"python{project['requires-python']}" in content["dependencies"]


def test_an_outdated_environment_yml_is_found(tmp_path):
    (tmp_path / "scripts").mkdir()
    script = tmp_path / "scripts" / "environment.py"
    script.write_bytes(SCRIPT.read_bytes())
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    (tmp_path / "environment.yml").write_text("name: other\n", encoding="utf-8")
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "make environment" in done.stdout
