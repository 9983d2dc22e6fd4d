"""Wordings of a sheet, and what to write in their place 「改写前后」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from diagnostics.dictionary.wording import figures, is_chinese, plain, rewording
from diagnostics.loop.align.checkup.drafts import Drafts
from diagnostics.model.checkup import DraftItem, Problem, Rewritten
from diagnostics.model.text import Text
from diagnostics.terms import say

_COLON = "\uff1a"
_DIVISION = re.compile(
    r"(?P<above>[^\u00f7/=:,;。\n]+?)\s*(?:\u00f7|/|除以|divided by)\s*(?P<below>[^\u00f7/=:,;。\n*\u00d7]+)",
    re.IGNORECASE,
)


def rewritten(drafts: Drafts, problems: tuple[Problem, ...]) -> tuple[Rewritten, ...]:
    """Proposals for what the problems name, those of the largest weight first; each wording once 「改写建议」."""
    named = {each.key: {example.place for example in each.examples} for each in problems}
    items = sorted(
        (each for card in drafts.cards for each in card.items), key=lambda each: -each.item.weight
    )  # the sort keeps the sheet's order among equals
    found: dict[str, Rewritten] = {}
    for item in items:
        keys = {key for key, places in named.items() if item.place in places}
        for place, before, after in _proposals(drafts, item, keys):
            found.setdefault(before, Rewritten(place, before, after))
    return tuple(found.values())


def _proposals(drafts: Drafts, item: DraftItem, keys: set[str]) -> Iterator[tuple[str, str, Text]]:
    target = drafts.reads[item.kpi.id][0]
    written = item.texts.get("target", "")
    if keys & {"PD118", "PD122"}:
        split = rewording(written) if written and target.why == "several" else None
        told = rewording(item.name, target=_one_line(written) if target.value is not None else "", cycle=item.kpi.cycle)
        if told is not None and split is None:
            yield item.place, _one_line(item.name), told.after
        if split is not None:
            yield item.places["target"], _titled(item.name, written), split.after
    if "target_missing" in keys and "PD118" not in keys:
        before = _titled(item.name, written) if written else _one_line(item.name)
        yield item.places.get("target", item.place), before, _words("target", name=_one_line(item.name))
    if "scoring_open" in keys:
        yield item.places["scoring"], _rule(item), _words("open", step=_step(written))
    if "wrong_way" in keys:
        yield item.places["scoring"], _rule(item), _words("turned")
    if "PD124" in keys:
        yield from _turned(item)


def _turned(item: DraftItem) -> Iterator[tuple[str, str, Text]]:
    """The division of a formula, the other way round."""
    for part in ("definition", "scoring"):
        match = _DIVISION.search(plain(item.texts.get(part, "")))
        if match is not None:
            above, below = match["above"].strip(" ()"), match["below"].strip(" ()")
            yield item.places[part], f"{above} \u00f7 {below}", _words("inverted", above=above, below=below)
            return


def _rule(item: DraftItem) -> str:
    return _titled(item.name, item.texts.get("scoring", ""))


def _step(target: str) -> Text:
    """What a step could be counted in: the unit of the target."""
    words = [each.unit_word for each in figures(target) if each.unit_word and each.unit_word != ":"]
    return Text(zh=words[0] if words else "", en=words[0] if words else "")


def _words(key: str, **values: str | Text) -> Text:
    said = {
        language: {name: each.say(language) if isinstance(each, Text) else each for name, each in values.items()}
        for language in ("zh", "en")
    }
    return Text(zh=say(f"checkup.after.{key}", "zh", **said["zh"]), en=say(f"checkup.after.{key}", "en", **said["en"]))


def _titled(name: str, text: str) -> str:
    """Name and what stands beside it, with the colon of its script."""
    return f"{_one_line(name)}{_COLON if is_chinese(name) else ': '}{_one_line(text)}"


def _one_line(text: str) -> str:
    told = " ".join(text.split())
    return told if len(told) <= 120 else f"{told[:119]}…"
