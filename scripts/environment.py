"""Writes environment.yml from pyproject.toml, or with --check says whether it is up to date.

conda brings Python and pip alone; everything else comes by pip at the versions that pyproject.toml asks for, so that
users of conda work with the same packages as everyone.
"""

import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "environment.yml"


def environment(pyproject: str) -> str:
    """Text of environment.yml for the text of pyproject.toml."""
    project = tomllib.loads(pyproject)["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"], "-e ."]
    lines = [
        "# Written by scripts/environment.py from pyproject.toml: make environment.",
        f"name: {project['name']}",
        "channels:",
        "  - conda-forge",
        "  - nodefaults",
        "dependencies:",
        f'  - "python{project["requires-python"]}"',
        "  - pip",
        "  - pip:",
        *(f'      - "{each}"' for each in wanted),
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the file, or compare it."""
    text = environment((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    if "--check" in sys.argv[1:]:
        same = TARGET.is_file() and TARGET.read_text(encoding="utf-8") == text
        print(
            "environment.yml is up to date"
            if same
            else "environment.yml is not that of pyproject.toml: make environment"
        )
        return 0 if same else 1
    TARGET.write_text(text, encoding="utf-8", newline="\n")
    print(f"wrote {TARGET.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
