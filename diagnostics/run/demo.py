"""The demo engagements as folders to run 「演示项目」."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from diagnostics.errors import InputError, unknown
from diagnostics.terms.say import LANGUAGES

# Written last by the generator: a folder with it is a whole demo.
_TRUTH = "truth.json"
_SETTINGS = "engagement.yaml"


def demo_engagement(case: str, folder: Path, language: str = "zh") -> str:
    """Make a demo engagement, or take the one that is there, and name its period 「准备演示项目」.

    Parameters
    ----------
    case : {"a", "b"}
        A: a wellness shop among its sister shops; B: a manufacturer with excellent scores and falling profit.
    folder : Path
        Where it lies; an earlier demo of the same case and language is used as it is.
    language : {"zh", "en"}
        Language of its pages.

    Returns
    -------
    str
        Period that the case is told in.

    Raises
    ------
    InputError
        When the folder holds something else.
    """
    from diagnostics.data.demo.case import CASES, write_case

    key = next((each for each in CASES if each == case.strip().lower()), None)
    if key is None:
        raise unknown("demo case", case, CASES)
    words = next((each for each in LANGUAGES if each == language), None)
    if words is None:
        raise unknown("language", language, LANGUAGES, "--language")
    if (folder / _TRUTH).is_file():
        return _earlier(key, folder, words)
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Made beside its place: a demo that was killed half written is never taken for a whole one.
    making = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        period = write_case(key, making, language=words)
        if folder.exists():
            _require_empty(folder)
            folder.rmdir()
        making.chmod(0o755)
        making.rename(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return period


def _require_empty(folder: Path) -> None:
    if not folder.is_dir() or any(folder.iterdir()):
        raise InputError(f"{folder} holds something that is no demo; name another folder with --to.")


def _earlier(case: str, folder: Path, language: str) -> str:
    import yaml

    truth = json.loads((folder / _TRUTH).read_text(encoding="utf-8"))
    settings = yaml.safe_load((folder / _SETTINGS).read_text(encoding="utf-8"))
    if truth["case"] != case or settings["language"] != language:
        raise InputError(
            f"{folder} holds demo {truth['case']!r} in language {settings['language']!r}; remove it, or name another"
            " folder with --to."
        )
    return str(truth["period"])
