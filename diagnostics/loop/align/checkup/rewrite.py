"""Wordings of a sheet, and what to write in their place 「改写前后」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from diagnostics.dictionary.wording import better, figures, is_chinese, plain, rewording
from diagnostics.dictionary.wording.upside_down import upside_down
from diagnostics.loop.align.checkup.drafts import Drafts
from diagnostics.model.checkup import DraftItem, Problem, Rewritten
from diagnostics.model.text import Text
from diagnostics.terms import say

_COLON = "\uff1a"
# Signs and words that say which way, with their opposites.
_OPPOSITES = {
    one: other
    for pair in (
        (">=", "<="), (">", "<"), ("≥", "≤"), ("at least", "at most"),
        ("不低于", "不高于"), ("不少于", "不超过"), ("不小于", "不大于"), ("以上", "以下"),
    )
    for one, other in (pair, pair[::-1])
}  # fmt: skip
_SIGN = re.compile("|".join(map(re.escape, sorted(_OPPOSITES, key=len, reverse=True))), re.IGNORECASE)


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
    if "PD123" in keys:
        yield from _signed(item)
    if "wrong_way" in keys:
        yield item.places["scoring"], _rule(item), _words(f"turned.{_true_way(drafts, item)}")
    if "PD124" in keys:
        yield from _turned(item)


def _signed(item: DraftItem) -> Iterator[tuple[str, str, Text]]:
    """The sign of a target against its name, the other way round."""
    written, told = item.texts.get("target", ""), better(item.name)
    turned = _SIGN.sub(lambda found: _OPPOSITES[found.group().lower()], plain(written))
    if told is None or turned == plain(written):
        return
    way = Text(zh=say(f"checkup.direction.{told}", "zh"), en=say(f"checkup.direction.{told}", "en"))
    after = _words("sign", name=_one_line(item.name), target=_one_line(turned), way=way)
    yield item.places["target"], _titled(item.name, written), after


def _true_way(drafts: Drafts, item: DraftItem) -> str:
    """Which way is better by name, target or rule; ``zero`` where nothing can be divided by what is to be reached."""
    target, scoring = drafts.reads[item.kpi.id]
    told = better(item.name) or target.direction or scoring.direction
    if told == "lower" and not target.value:
        return "zero"
    return told if told in {"higher", "lower"} else "ask"


def _turned(item: DraftItem) -> Iterator[tuple[str, str, Text]]:
    """What to write for a division that its own words prove to be upside down; nothing where they don't."""
    for part in ("definition", "scoring"):
        proved = upside_down([item.name], item.texts.get(part, ""))
        if proved is not None:
            key = "rest" if proved.kind == "bad" else "inverted"
            after = _words(key, above=proved.above, below=proved.below)
            yield item.places[part], f"{proved.above} \u00f7 {proved.below}", after
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
