"""What a step's result depends on 「步骤键」.

Each step has a list of named inputs with their hashes. Its key is the hash of that list, and the lists of two runs tell
which input changed.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from diagnostics.data.earlier_run import OF_EVERY_RUN, earlier_file, earlier_runs
from diagnostics.data.engine.postgres_digest import table_digests
from diagnostics.data.suppression.shown_before import KIND, shown_file
from diagnostics.dictionary.library import DELIVERED, OWN
from diagnostics.dictionary.practices import OUTCOMES, firm_folder
from diagnostics.dictionary.source_contents import absent_columns
from diagnostics.dictionary.source_files import matching, source_findings
from diagnostics.errors import InputError
from diagnostics.model.canonical import canonical
from diagnostics.model.engagement import Engagement
from diagnostics.run.assets import PACKAGE, asset
from diagnostics.run.manifest import hash_bytes, hash_file, key_of
from diagnostics.run.playbooks.reading import playbook_inputs
from diagnostics.run.steps import Reads, Step

CONFIGURATION = (
    "engagement.yaml", "kpis.yaml", "scorecards.yaml", "corrections.yaml", "changes.yaml", "signoffs.yaml",
    "evidence/causes.yaml", "evidence/interviews.yaml", "evidence/whys.yaml", "evidence/traps.yaml",
    "evidence/costs.yaml",
)  # fmt: skip
LEDGER = "ledger.yaml"
ENTRY_DAYS = "days of the entries in ledger.yaml"
FEEDBACK = ("evidence/feedback.csv", "evidence/feedback.xlsx")
TEMPLATES = "reports/templates"


def step_inputs(
    step: Step, inputs: Mapping[Reads, Mapping[str, str]], parameters: Mapping[str, Any], before: Mapping[str, str]
) -> dict[str, str]:
    """Everything a step's result depends on, by name 「步骤输入」.

    Parameters
    ----------
    inputs : mapping
        Inputs of the engagement by kind, from `engagement_inputs`.
    parameters : mapping
        Parameters of the step's notebook.
    before : mapping
        Keys of the steps before it: their results are its input.
    """
    own = {f"parameter {name}": canonical(value) for name, value in parameters.items()}
    read = {name: value for kind in step.reads for name, value in inputs.get(kind, {}).items()}
    notebook = {f"notebook {step.file}": hash_file(asset(step.notebook))}
    upstream = {f"step {name}": key for name, key in before.items()}
    return {**own, **read, **notebook, **environment(), **upstream}


def engagement_inputs(engagement: Engagement, ledger_head: str) -> dict[Reads, dict[str, str]]:
    """Inputs of an engagement by kind, with the hashes of their contents 「项目输入」.

    Parameters
    ----------
    ledger_head : str
        Number and hash of the ledger's last entry about a measure up to the as-of date.
    """
    folder = engagement.folder
    names = (*CONFIGURATION, engagement.settings.entities)
    configuration = {name: hash_file(folder / name) for name in names if (folder / name).is_file()}
    configuration |= playbook_inputs(engagement)
    surveys = {each.file: folder / each.file for each in engagement.settings.surveys}
    configuration |= {f"evidence {name}": hash_file(path) for name, path in surveys.items() if path.is_file()}
    sources = {f"data {name}": hash_file(path) for name, path in source_files(engagement).items()}
    sources |= table_digests(engagement)
    seeds = {LEDGER: hash_file(folder / LEDGER)} if (folder / LEDGER).is_file() else {}
    # A measure is signed on the content of its pay scenario: who edits the file has the plan told anew.
    seeds |= {f"scenario {each.name}": hash_file(each) for each in sorted(folder.glob("scenarios/*.yaml"))}
    seeds |= {name: hash_file(folder / name) for name in FEEDBACK if (folder / name).is_file()}
    # Proposals are made from the library, a firm's own cards included.
    seeds |= {f"library {each.name}": hash_file(each) for each in sorted(folder.glob(f"{OWN}/*.yaml"))}
    seeds["library"] = key_of(_hashes(asset(DELIVERED)))
    seeds |= _practices(engagement)
    ledger = {**seeds, "ledger head": ledger_head}
    return {
        "configuration": configuration, "sources": sources, "ledger": ledger, "entries": _entry_days(engagement)
    }  # fmt: skip


def _entry_days(engagement: Engagement) -> dict[str, str]:
    """When something was noted about each measure: all that the diagnosis reads of ledger.yaml."""
    about = [(each.about, each.at.isoformat(), each.kind) for each in engagement.seeds]
    return {ENTRY_DAYS: hash_bytes(canonical(about).encode())} if about else {}


def _practices(engagement: Engagement) -> dict[str, str]:
    """Records of the firm's practice library, from which it is told what like measures did."""
    folder = firm_folder(engagement=engagement)
    found = {} if folder is None or not (folder / OUTCOMES).is_dir() else _hashes(folder / OUTCOMES)
    return {"practice library": key_of(found)} if found else {}


def earlier_inputs(engagement: Engagement, as_of: date) -> dict[str, str]:
    """What a step takes over: alerts and verdicts of the run before, what every run told of a round 「沿用的结果」."""
    paths = {each: earlier_file(engagement.folder, each, as_of) for each in ("alerts", "tracking")}
    found = {f"{name} of the run before": hash_file(path) for name, path in paths.items() if path is not None}
    runs, unread = earlier_runs(engagement.folder, as_of)
    told = {(each.period, name): each.file(name) for each in runs for name in OF_EVERY_RUN}
    found |= {f"{name} of run {period}": hash_file(path) for (period, name), path in told.items() if path is not None}
    return found | {f"run {period}": "unreadable" for period in unread}


def shown_inputs(engagement: Engagement, as_of: date) -> dict[str, str]:
    """What the run before withheld of figures about people, which stays withheld 「沿用的抑制」."""
    path = shown_file(engagement, as_of)
    return {} if path is None else {f"{KIND}by the run before": hash_file(path)}


def source_files(engagement: Engagement) -> dict[str, Path]:
    """Declared files of the client, by name below the data folder 「源文件」.

    Raises
    ------
    InputError
        When a file is absent, empty, of an unread kind, or outside the data folder, or lacks a column that is named.
    """
    for finding in (*source_findings(engagement), *absent_columns(engagement)):
        raise InputError(f"{finding.message.say('en')} ({finding.place})")
    root = engagement.data_folder
    names = (name for source in engagement.settings.sources.values() for name in source.patterns)
    paths = sorted({path for name in names for path in matching(root, name)})
    return {path.relative_to(root).as_posix(): path for path in paths}


def page_inputs(close_key: str, *, draft: bool = False) -> dict[str, str]:
    """Everything the page depends on: the last step and the template 「页面输入」."""
    found = {"step close": close_key, "template": key_of(_hashes(asset(TEMPLATES)))}
    return {**found, "draft": "yes"} if draft else found


@cache
def environment() -> dict[str, str]:
    """Code of perfloop and the packages it runs with 「运行环境」.

    Every module counts for every step: it costs a rerun too many now and then, never one too few.
    """
    code = {name: digest for name, digest in _hashes(PACKAGE).items() if name.endswith((".py", ".yaml"))}
    installed = hash_bytes(canonical([python_version(), *packages()]).encode())
    return {"code of perfloop": key_of(code), "packages": installed}


def _hashes(folder: Path) -> dict[str, str]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): hash_file(path) for path in paths}


def python_version() -> str:
    """Python and machine that compute 「解释器版本」."""
    return f"{platform.python_implementation()} {platform.python_version()} {platform.machine()}"


@cache
def packages() -> tuple[str, ...]:
    """Names and versions of all installed distributions 「已安装的包」.

    Read from the names of their metadata folders: opening two hundred files would take longer than a small step.
    """
    folders = {path for entry in sys.path if entry for path in Path(entry).glob("*.dist-info")}
    return tuple(sorted({path.name.removesuffix(".dist-info").replace("-", "==", 1) for path in folders}))


def changed(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[str, ...]:
    """Names of the inputs that differ, what is new or gone included 「有变化的输入」.

    Examples
    --------
    >>> changed({"a": "1", "b": "2"}, {"a": "1", "b": "3", "c": "4"})
    ('b', 'c')
    """
    return tuple(sorted(name for name in {*old, *new} if old.get(name) != new.get(name)))
