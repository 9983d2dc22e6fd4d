"""Playbooks as lines for a terminal 「剧本清单」."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.data.handoff import SCHEMAS
from diagnostics.dictionary.playbooks import Site, Unmet, firm_playbooks, held, site_of, sites
from diagnostics.dictionary.playbooks.find import without_file
from diagnostics.errors import unknown
from diagnostics.model.playbook import Playbook
from diagnostics.model.text import Text
from diagnostics.run.playbooks.gate import measures_of
from diagnostics.run.playbooks.starter import has_starter
from diagnostics.run.playbooks.steps import validated
from diagnostics.terms import Language, say
from diagnostics.terms.say import LANGUAGES

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement

_MARKS = {"met": "[x]", "unmet": "[ ]", "later": "[?]"}


def listed(language: str = "") -> Iterator[str]:
    """Every playbook: id, title, question, where from 「剧本清单」.

    Raises
    ------
    InputError
        When a playbook breaks a rule, or the language is none.
    """
    spoken, firm = _spoken(language), firm_playbooks()
    known = validated(firm)
    for key, site in sites(firm).items():
        each = known[key]
        yield f"{key}  {each.title.say(spoken)}  ({_whence(site, spoken)})"
        yield f"    {each.question.say(spoken)}"
    for name in without_file(firm):
        yield _say("without_file", spoken, folder=str(Path(str(firm)) / name))


def explained(name: str, path: Path | None = None, language: str = "") -> Iterator[str]:
    """One playbook: its question, needs, steps, parameters, how to read it, how to try it 「剧本说明」.

    Parameters
    ----------
    path : Path, optional
        Engagement whose files are held to its needs.
    language : str
        The engagement's by default, English where there is none.

    Raises
    ------
    InputError
        When no playbook is called so, one breaks a rule, or the engagement can't be opened.
    """
    engagement = _opened(path)
    spoken = _spoken(language or (engagement.language if engagement else ""))
    firm = firm_playbooks() if engagement is None else firm_playbooks(engagement.settings, engagement.folder)
    site = site_of(name, firm)
    playbook = validated(firm)[site.id]
    yield f"{site.id}  {playbook.title.say(spoken)}  ({_whence(site, spoken)})"
    yield playbook.question.say(spoken)
    yield from _needs(playbook, engagement, spoken)
    yield from _steps(playbook, spoken)
    yield f"{_say('try', spoken)} {_tried(site, playbook)}"


def _needs(playbook: Playbook, engagement: Engagement | None, spoken: Language) -> Iterator[str]:
    yield _say("needs", spoken)
    standing: dict[str, Unmet] = {}
    if engagement is not None:
        standing = {each.field: each for each in held(engagement, playbook, measures_of(engagement))}
    for field, need in playbook.needs():
        found = standing.get(field)
        mark = f"{_MARKS[found.state]} " if found else "- "
        count = f" ({found.found} / {need.at_least})" if found and found.found is not None else ""
        yield f"  {mark}{need.id} ({_say(need.need, spoken)}; {field}): {need.what.say(spoken)}{count}"
        if found is None or found.state != "met":
            yield f"      {_say('without', spoken)} {_bare(need.without, spoken)}"
    if standing:
        yield f"  {_say('marks', spoken)}"


def _steps(playbook: Playbook, spoken: Language) -> Iterator[str]:
    yield _say("steps", spoken)
    for each in playbook.steps:
        values = ", ".join(f"{name}={value!r}" for name, value in each.parameters.items())
        yield f"  {each.step} {say(f'loop.{each.step}', 'zh')}{f'  {values}' if values else ''}"
        yield f"      {_say('leaves', spoken)} {', '.join(_leaves(each.step))}"
        if each.step in playbook.reader:
            told = playbook.reader[each.step]
            for name in ("answers", "read", "limits"):
                yield f"      {say(f'reading.column.{name}', spoken)}: {getattr(told, name).say(spoken)}"


def _leaves(step: str) -> list[str]:
    """Files that a step writes, of those that later ones may read."""
    from diagnostics.loop.close.inputs import STEPS, WRITTEN_BY

    named = [SCHEMAS[name][0] for name, by in WRITTEN_BY.items() if by == step]
    return [*named, SCHEMAS["retrospective"][0], "retrospective.html"] if step == STEPS[-1] else named


def _tried(site: Site, playbook: Playbook) -> str:
    ways = [f"perfloop demo {playbook.demo}"] if playbook.demo else []
    return "; ".join([*ways, f"perfloop new PATH --playbook {site.id}"] if has_starter(site) or not ways else ways)


def _opened(path: Path | None) -> Engagement | None:
    if path is None:
        return None
    from diagnostics.dictionary.load import load_engagement

    return load_engagement(path)


def _whence(site: Site, spoken: Language) -> str:
    if not site.own:
        return _say("delivered", spoken)
    return _say("replaces" if site.replaces else "own", spoken, folder=str(site.root))


def _spoken(language: str) -> Language:
    found = next((each for each in LANGUAGES if each == (language or "en")), None)
    if found is None:
        raise unknown("language", language, LANGUAGES, "--language")
    return found


def _bare(words: Text, spoken: Language) -> str:
    return words.say(spoken).rstrip("\u3002.")


def _say(term: str, spoken: Language, **values: str) -> str:
    return say(f"playbooks.{term}", spoken, **values)
