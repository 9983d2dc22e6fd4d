"""What a portfolio is asked for: paths to tasks, wrong usage refused before anything starts 「组合请求」."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from diagnostics.errors import InputError, PerfloopError, unknown
from diagnostics.run.portfolio.surroundings import named_variables
from diagnostics.run.portfolio.task import Done, Task
from diagnostics.run.steps import NAMES
from diagnostics.terms.say import LANGUAGES, Language

FILE = "engagement.yaml"


@dataclass(frozen=True, slots=True)
class Asked:
    """Run of several clients, as the command asks for it 「组合请求」.

    Parameters
    ----------
    paths : tuple of Path
        Folders, as given.
    period : str
        Period of all of them.
    steps : frozenset of str
        Steps of each; those of its playbook, else all, where empty.
    parameters : mapping
        Parameters of the notebooks, as texts.
    draft : bool
        Whether pages stamped as drafts may be made.
    workers : int or None
        Clients at a time; as many as there are cores, where None.
    summary : Path or None
        File of the page across clients; ``portfolio-PERIOD.html`` in the working folder, where None.
    language : {"zh", "en"}
        Language of that page.
    """

    paths: tuple[Path, ...]
    period: str
    steps: frozenset[str] = frozenset()
    parameters: Mapping[str, str] = field(default_factory=dict)
    draft: bool = False
    workers: int | None = None
    summary: Path | None = None
    language: Language = "zh"

    @property
    def hands(self) -> int:
        """Clients at a time: at most one a client 「并行数」.

        Raises
        ------
        InputError
            When fewer than one is asked for.
        """
        if self.workers is not None and self.workers < 1:
            raise InputError(f"--workers {self.workers}, must be a number from 1 on.")
        return min(self.workers or cores(), len(self.paths))

    @property
    def page(self) -> Path:
        """File of the page across clients 「汇总页文件」.

        Raises
        ------
        InputError
            When it ends in something else than .html, or lies in the folder of a client: one could be handed others'.
        """
        place = Path(os.path.abspath(self.summary or f"portfolio-{_in_a_name(self.period)}.html"))  # noqa: PTH100 (links stay)
        if place.suffix.lower() not in {".html", ".htm"}:
            raise InputError(f"--summary {str(self.summary)!r}, must end in .html.")
        for folder in {*place.parents, *place.resolve().parents}:
            if (folder / FILE).is_file():
                raise InputError(
                    f"--summary {str(place)!r} lies in the engagement {folder}; the page tells of every client, so it"
                    " must lie outside all of them."
                )
        return place


def cores() -> int:
    """Cores that this process may use 「可用核数」."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def language_of(text: str) -> Language:
    """Language that a text names 「语言」.

    Raises
    ------
    InputError
        When it names none.
    """
    known: dict[str, Language] = {each: each for each in LANGUAGES}
    if text not in known:
        raise unknown("language", text, known, "--language")
    return known[text]


def tasks_of(asked: Asked) -> tuple[tuple[Task, ...], tuple[Done, ...]]:
    """Tasks of those paths that are engagements, and answers for the others 「任务清单」.

    Raises
    ------
    InputError
        When a client is given twice.
    """
    folders = [_folder(each) for each in asked.paths]
    again = [str(each) for each, count in Counter(folders).items() if count > 1]
    if again:
        raise InputError(f"{', '.join(again)}: given more than once; each client runs once.")
    real = [each for each in folders if _is_engagement(each)]
    named = {each: set(named_variables(each)) for each in real}
    refused = tuple(
        Done(str(each), None, "refused", error=f"no engagement: it holds no {FILE} ('perfloop new' makes one).")
        for each in folders
        if each not in named
    )
    others = {each: set().union(*named.values()) - named[each] for each in real}
    return tuple(_task(each, asked, others[each]) for each in real), refused


def _task(folder: Path, asked: Asked, withheld: set[str]) -> Task:
    return Task(
        client=str(folder),
        period=asked.period,
        steps=tuple(name for name in NAMES if name in asked.steps),
        parameters=tuple(asked.parameters.items()),
        draft=asked.draft,
        withheld=tuple(sorted(withheld)),
    )


def alike(folders: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Folders that bear one id, by that id 「编号相同的文件夹」."""
    found: dict[str, list[str]] = {}
    for each in folders:
        if told := _id(Path(each)):
            found.setdefault(told, []).append(each)
    return {told: tuple(places) for told, places in found.items() if len(places) > 1}


def _id(folder: Path) -> str:
    from diagnostics.dictionary.yaml_file import read_yaml

    try:
        content = read_yaml(folder / FILE, folder).data
    except (PerfloopError, OSError):
        return ""
    told = content.get("id") if isinstance(content, dict) else None
    return told if isinstance(told, str) else ""


def _folder(path: Path) -> Path:
    try:
        folder = Path(path).resolve()
    except (OSError, ValueError, RuntimeError):
        return Path(path)
    return folder.parent if folder.name == FILE else folder


def _is_engagement(folder: Path) -> bool:
    try:
        return (folder / FILE).is_file()
    except (OSError, ValueError):
        return False


def _in_a_name(text: str) -> str:
    """Text as part of a file's name."""
    return "".join(each if each.isalnum() or each in "-_." else "-" for each in text)[:40]
