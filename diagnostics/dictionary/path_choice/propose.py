"""Which playbook fits the answers to six questions, and why 「推荐路径」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.dictionary.path_choice.questions import DONT_KNOW, QUESTIONS, read_answer
from diagnostics.errors import unknown
from diagnostics.model.text import Text
from diagnostics.terms import LANGUAGES, say

if TYPE_CHECKING:
    from diagnostics.model.playbook import Playbook

# Conditions of a row: by question, the answers of which one must be given.
_When = Mapping[str, tuple[str, ...]]
# The decision table: the first row that holds proposes its playbook, the next row with another one is second best.
# The last two hold always. Scores that shine while results fall are systemic unless somebody says they are local.
ROWS: tuple[tuple[str, str, _When], ...] = (
    ("systemic", "system-rebuild", {"trap": ("yes",), "scope": ("company", DONT_KNOW)}),
    ("no_kpis", "kpi-build", {"kpis": ("no",)}),
    ("line", "quality-line", {"about": ("line",)}),
    ("sales", "sales-funnel", {"about": ("sales",)}),
    ("units", "store-turnaround", {"about": ("units",)}),
    ("review", "quarterly-review", {"about": ("review",)}),
    ("local", "store-turnaround", {"scope": ("local",)}),
    ("trap_here", "system-rebuild", {"trap": ("yes",)}),
    ("begin", "quarterly-review", {}),
    ("otherwise", "store-turnaround", {}),
)
ALL_STEPS = ("align", "diagnose", "intervene", "track", "close")
# Where the weight of a path lies: a local problem is diagnosed, answered and followed; a system is rebuilt in all five.
WEIGHT: Mapping[str, tuple[str, ...]] = {
    "system-rebuild": ALL_STEPS,
    "kpi-build": ALL_STEPS,
    "store-turnaround": ("diagnose", "intervene", "track"),
    "quality-line": ("diagnose", "intervene", "track"),
    "sales-funnel": ("diagnose", "intervene", "track"),
    "quarterly-review": ("diagnose", "track", "close"),
}


@dataclass(frozen=True, eq=False)
class Path:
    """The path that answers propose 「推荐路径」.

    Parameters
    ----------
    playbook : str
        Id of the playbook.
    row : str
        Row of the decision table that proposed it.
    reason : Text
        Why it fits.
    second : str
        Id of the playbook that fits next best.
    not_second : Text
        What that one is for, and why it is not the first.
    steps : tuple of str
        Steps of the loop in which the weight lies.
    cautions : tuple of Text
        What history and pay allow, and what they don't.
    brought : tuple of Text
        What must be there before anything runs.
    questions : tuple of (str, Text)
        Questions that nobody could answer, each with why it matters.
    """

    playbook: str
    row: str
    reason: Text
    second: str
    not_second: Text
    steps: tuple[str, ...]
    cautions: tuple[Text, ...]
    brought: tuple[Text, ...]
    questions: tuple[tuple[str, Text], ...]


def propose_path(answers: Mapping[str, str], playbooks: Mapping[str, Playbook] | None = None) -> Path:
    """Which playbook fits the answers to the six questions 「推荐路径」.

    Parameters
    ----------
    answers : mapping of str
        By question, one of its answers; empty or absent where nobody knows.
    playbooks : mapping, optional
        Playbooks by id; what the proposed one needs is told of.

    Returns
    -------
    Path
        Any combination of answers gives one.

    Raises
    ------
    InputError
        When a question or an answer is none.

    Examples
    --------
    >>> propose_path({"scope": "local", "about": "units"}).playbook
    'store-turnaround'
    >>> propose_path({"trap": "yes", "scope": "company"}).playbook
    'system-rebuild'
    """
    for key in answers:
        if key not in QUESTIONS:
            raise unknown("question", key, QUESTIONS)
    known = {key: read_answer(key, answers.get(key, DONT_KNOW)) for key in QUESTIONS}
    holding = [(row, playbook) for row, playbook, when in ROWS if _holds(when, known)]
    row, first = holding[0]
    second = next(each for _, each in holding if each != first)
    needs = playbooks[first].requires.fields() if playbooks and first in playbooks else ()
    return Path(
        playbook=first,
        row=row,
        reason=_told(f"reason.{row}"),
        second=second,
        not_second=_told("not_second", what=_told(f"for.{second}"), why=_told(f"before.{row}")),
        steps=WEIGHT[first],
        cautions=_cautions(first, known),
        brought=tuple(each.what for _, each in needs if each.need == "must"),
        questions=tuple((key, _told(f"question.{key}.why")) for key, each in known.items() if not each),
    )


def _holds(when: _When, answers: Mapping[str, str]) -> bool:
    return all(answers[key] in wanted for key, wanted in when.items())


def _cautions(playbook: str, answers: Mapping[str, str]) -> tuple[Text, ...]:
    """What the length of the history and the say over pay mean on this path."""
    found = []
    history = answers["history"]
    alone = playbook in ("system-rebuild", "kpi-build")
    if history == "short":
        found.append(_told("caution.short"))
    elif history == "year" and alone:
        found.append(_told("caution.year"))
    if answers["pay"]:
        found.append(_told(f"caution.pay_{answers['pay']}"))
    if answers["trap"] == "yes" and playbook != "system-rebuild":
        found.append(_told("caution.trap"))
    if answers["kpis"] == "no" and playbook != "kpi-build":
        found.append(_told("caution.no_kpis"))
    return tuple(found)


def _told(term: str, **values: Text) -> Text:
    return Text(**{
        each: say(f"path.{term}", each, **{name: value.say(each) for name, value in values.items()})
        for each in LANGUAGES
    })  # fmt: skip
