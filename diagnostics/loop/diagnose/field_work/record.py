"""Field work as the page may tell it: nothing that was said, nobody by name 「现场调查交接」."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from diagnostics.dictionary.evidence.naming import public_titles
from diagnostics.dictionary.field_work.labels import category_words
from diagnostics.dictionary.field_work.why_checks import blames
from diagnostics.loop.diagnose.field_work.agreement import agreements
from diagnostics.loop.diagnose.field_work.pareto import pareto
from diagnostics.loop.diagnose.field_work.quotes import quotes
from diagnostics.loop.diagnose.field_work.triangulation import triangulate
from diagnostics.model.canonical import plain
from diagnostics.model.root_cause import EVIDENCE_KINDS
from diagnostics.terms import LANGUAGES

if TYPE_CHECKING:
    from diagnostics.model.cause_register import CauseRegister
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.root_cause import PerceivedCost, Why
    from diagnostics.model.text import Text

_SUPPORTS = {"supports": True, "contradicts": False, "unclear": None}
Record = dict[str, Any]


def field_work_record(engagement: Engagement, register: CauseRegister | None) -> Record | None:
    """Content of the hand-off ``fieldwork``; nothing without hypotheses 「交接内容」.

    Parameters
    ----------
    engagement : Engagement
        With its causes, interviews, whys and losses.
    register : CauseRegister, optional
        Verdicts and tests; without one every cause is open.

    Notes
    -----
    Of interviews come counts alone, and quotes by the rule of ``quotes``. Whys that blame a person stay behind.
    """
    if not engagement.causes:
        return None
    judged = {each.hypothesis.id: each for each in register.judged} if register else {}
    tests = {
        # A driver that is a part of the result's formula says nothing of the reason.
        name: [_SUPPORTS[test.outcome] for test in each.tests if test.outcome in _SUPPORTS and test.reason != "part"]
        for name, each in judged.items()
    }
    titles = public_titles(engagement)
    found = triangulate(engagement.causes, engagement.interviews, tests)
    told: Record = plain({
        "causes": [
            {
                "cause": each.id, "title": titles[each.id].model_dump(), "kpi": each.kpi,
                "category": _category(engagement, each.category),
                "verdict": judged[each.id].verdict if each.id in judged else "open",
                "disputed": found.disputed.get(each.id, 0),
                **{kind: _side(found.side(each.id, kind)) for kind in EVIDENCE_KINDS},
            }
            for each in engagement.causes
        ],
        "data_only": list(found.data_only), "talk_only": list(found.talk_only), "against": list(found.against),
        "interviews": _talks(engagement), "notes": sum(len(each.notes) for each in engagement.interviews),
        "disputed": sum(len(set(note.codes.values())) > 1 for each in engagement.interviews for note in each.notes),
        "agreements": [
            {"notes": each.notes, "agreed": each.agreed, "kappa": each.kappa, "low": each.low, "high": each.high}
            for each in agreements(engagement.interviews) if each.notes
        ],
        "losses": _losses(engagement, titles),
        "whys": [
            {"problem": each.problem.model_dump(), "links": list(_links(each.whys, 0))} for each in engagement.whys
        ],
        "quotes": _quotes(engagement),
    })  # fmt: skip
    return told


def _category(engagement: Engagement, name: str) -> dict[str, str]:
    own = engagement.settings.cause_categories.get(name)
    if own is not None:
        return own.model_dump()
    return {language: category_words(language).get(name, name) for language in LANGUAGES}


def _talks(engagement: Engagement) -> int:
    """Talks on file, and those that evidence alone tells of."""
    known = {each.id for each in engagement.interviews}
    pieces = [each for cause in engagement.causes for each in cause.evidence if each.kind == "interview"]
    return len(known | {each.source or f"{each.by} {each.at}" for each in pieces})


def _side(side: Any) -> dict[str, int]:
    return {"pro": side.pro, "con": side.con, "neither": side.neither}


def _losses(engagement: Engagement, titles: Mapping[str, Text]) -> list[Record]:
    """Causes by what they cost, a KPI that they explain at a time, in the unit that all share."""
    kpis = {each.id: each.kpi for each in engagement.causes}
    counted = [each for each in engagement.costs if each.amount]
    return [
        {"kpi": kpi, **_loss([each for each in counted if kpis[each.cause] == kpi], titles)}
        for kpi in dict.fromkeys(kpis[each.cause] for each in counted)
    ]


def _loss(counted: Sequence[PerceivedCost], titles: Mapping[str, Text]) -> Record:
    import pandas as pd

    found = pareto(
        pd.DataFrame({"c": [each.cause for each in counted], "a": [each.amount for each in counted]}), "c", "a"
    )
    rows = found.frame().to_dict("records")
    named = [{**row, "title": titles[row["cause"]].model_dump() if row["cause"] else None} for row in rows]
    return {"unit": counted[0].unit, "total": found.total, "rows": named}


def _links(whys: tuple[Why, ...], depth: int) -> Iterator[dict[str, Any]]:
    for each in whys:
        below = list(_links(each.whys, depth + 1))
        # Where all that follows stays behind, this is where the chain would end for a reader.
        if blames(each.because) and not below:
            continue
        yield {
            "depth": depth,
            "text": each.because.model_dump(),
            "kind": each.kind,
            "shown": bool(each.evidence.strip()),
        }
        yield from below


def _quotes(engagement: Engagement) -> list[Mapping[str, Any]]:
    """Quotes that may be published, with their speaker in both languages."""
    least = engagement.settings.min_group
    both = [list(quotes(engagement.interviews, language, least)) for language in LANGUAGES]
    return [
        {"cause": one[0][0], "text": one[0][2], "supports": one[0][3],
         "speaker": {name: each[1] for name, each in zip(LANGUAGES, one, strict=True)}}
        for one in zip(*both, strict=True)
    ]  # fmt: skip
