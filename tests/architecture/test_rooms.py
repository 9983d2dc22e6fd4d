"""ARCHITECTURE.md's room map and the tree say the same."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def mapped(text: str) -> set[str]:
    """Folders of the tree block under the heading "Rooms": a name that ends in a slash, two spaces a level."""
    block = re.search(r"^## Rooms\n+```[a-z]*\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert block, "ARCHITECTURE.md has no tree under the heading '## Rooms'"
    folders: set[str] = set()
    path: list[str] = []
    for line in block[1].splitlines():
        entry = re.match(r"(?P<indent> *)(?P<name>[\w.-]+)/(?: |$)", line)
        if entry:
            path[len(entry["indent"]) // 2 :] = [entry["name"]]
            folders.add("/".join(path))
    return folders


def kept() -> list[str]:
    """Files that belong to the project: known to git, or new and not ignored."""
    told = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False,
    )  # fmt: skip
    if told.returncode:
        pytest.skip("not a git checkout: the tree can't be told from what was built in it")
    return [name for name in told.stdout.splitlines() if (ROOT / name).is_file()]


def rooms(files: list[str]) -> set[str]:
    """Top-level folders, and every package of diagnostics."""
    top = {name.split("/")[0] for name in files if "/" in name}
    packages = {name.rpartition("/")[0] for name in files if re.match(r"diagnostics/.*__init__\.py$", name)}
    return top | packages


def test_every_room_is_on_the_map_and_every_room_on_the_map_is_there():
    on_map = mapped((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"))
    files = kept()
    there = rooms(files)
    # Folders of terms, templates and the like may be named or not: only rooms have to be.
    assert there - on_map == set(), "rooms that ARCHITECTURE.md does not name"
    gone = {room for room in on_map if not any(name.startswith(f"{room}/") for name in files)}
    assert gone == set(), "rooms that ARCHITECTURE.md names and that are not there"


def test_the_map_is_read_with_its_levels():
    text = "## Rooms\n```\na/   first\n  b.py   file\n  c/   room\n    d/  deeper\n  e/\nf.md\n.g/  top\n```\n"
    assert mapped(text) == {"a", "a/c", "a/c/d", "a/e", ".g"}


def test_a_room_that_is_missing_on_the_map_is_found():
    assert rooms(["diagnostics/__init__.py", "diagnostics/x/__init__.py", "docs/a.md", "README.md"]) == {
        "diagnostics",
        "diagnostics/x",
        "docs",
    }


@pytest.mark.parametrize("name", ["utils", "helpers", "manager", "common"])
def test_no_module_bears_a_name_that_says_nothing(name):
    assert [path for path in (ROOT / "diagnostics").rglob(f"*{name}*") if path.suffix == ".py"] == []
