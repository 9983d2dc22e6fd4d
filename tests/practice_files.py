"""Made-up closed measures and cards for the tests of the practice library."""

from pathlib import Path

from diagnostics.dictionary.practices.write import card_text, outcomes_text
from diagnostics.model.practice import ClosedMeasure, Practice, seal_of

SHA = "a" * 64


def effect(value=0.1, low=0.04, high=0.16, **fields):
    """An effect with its interval."""
    told = {"scale": "relative", "value": value, "low": low, "high": high, "method": "did", "rung": 4, "periods": 8}
    return {**told, "comparisons": 9, **fields}


def facts(number=1, client="e00000001", **fields):
    """What card and record share."""
    kpi = {
        "id": "revenue",
        "name": {"zh": "营收", "en": "Revenue"},
        "unit": "money",
        "direction": "higher",
        "cycle": "month",
    }
    return {
        "id": f"{client}-{number:08x}", "kind": "follow_up_calls", "industry": "wellness", "dimension": "process",
        "kpi": kpi, "verdict": "worked", "effect": effect(),
        "source": {"engagement": client, "year": 2024, "tracking": SHA, "ledger": SHA}, **fields,
    }  # fmt: skip


def closed(number=1, client="e00000001", **fields):
    """A closed measure, sealed."""
    made = ClosedMeasure.model_validate({**facts(number, client), "phase": "completed", **fields})
    return made.model_copy(update={"seal": seal_of(made)})


def card(number=1, client="e00000001", **fields):
    """A card, sealed."""
    words = {"title": "会员回访", "cause": "无人跟进", "done": "七日内回访"}
    made = Practice.model_validate({**facts(number, client), **words, **fields})
    return made.model_copy(update={"seal": seal_of(made)})


def library(folder: Path, outcomes=(), cards=()):
    """Folder of a firm's library."""
    (folder / "cards").mkdir(parents=True)
    (folder / "outcomes").mkdir()
    for client in {each.source.engagement for each in outcomes}:
        own = [each for each in outcomes if each.source.engagement == client]
        (folder / "outcomes" / f"{client}.yaml").write_text(outcomes_text(own), encoding="utf-8")
    for each in cards:
        (folder / "cards" / f"{each.id}.yaml").write_text(card_text(each), encoding="utf-8")
    return folder
