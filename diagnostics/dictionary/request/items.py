"""What an engagement asks its client for, item by item 「资料项」."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from diagnostics.dictionary.request.fields import fields_of, privacy_of
from diagnostics.dictionary.request.lost import RECORDS, impossible
from diagnostics.dictionary.request.reach import reach_of
from diagnostics.dictionary.request.words import joined, listed, plain, told
from diagnostics.dictionary.tree import formula_names
from diagnostics.model.data_request import RequestField, RequestItem
from diagnostics.model.text import Text

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.playbook import Playbook

ENTITY_COLUMNS = ("id", "name", "level", "parent", "peer_group")
_MOST_NAMES = 12


def items_of(
    engagement: Engagement, playbook: Playbook | None = None, headers: Mapping[str, Sequence[str]] | None = None
) -> tuple[RequestItem, ...]:
    """Everything that a client is asked for: sources, entities, talks, measures, what the playbook adds 「资料项」.

    Parameters
    ----------
    playbook : Playbook, optional
        What the engagement follows.
    headers : mapping, optional
        Columns of the files that are there, by source.
    """
    known, months = headers or {}, _months(playbook)
    sources = [source_item(engagement, each, known.get(each, ()), months) for each in engagement.settings.sources]
    asked = tuple(_of_playbook(engagement, playbook))
    # What the playbook asks for more exactly is not asked for twice.
    kinds = {kind for kind, _ in asked}
    others = (each for each in _others(engagement) if each.id not in kinds)
    return (*sources, *others, *(item for _, item in asked))


def source_item(engagement: Engagement, source: str, header: Sequence[str] = (), months: int = 0) -> RequestItem:
    """Table that is asked for, with its columns, periods and uses 「数据表」."""
    declared = engagement.settings.sources[source]
    fields = fields_of(engagement, source, header)
    return RequestItem(
        id=f"source:{source}",
        kind="source",
        title=told("source.title", source=source),
        form=_form(engagement, source),
        why=_why(engagement, source),
        without=impossible(engagement, {source: None}) or told("lost.nothing"),
        privacy=privacy_of(engagement, source, fields),
        fields=fields,
        reach=reach_of(engagement, source, months),
        keeper=declared.department or plain(engagement.person(declared.owner)),
    )


def _form(engagement: Engagement, source: str) -> Text:
    declared = engagement.settings.sources[source]
    if declared.engine == "postgres":
        return told("form.table", table=declared.table or "")
    files = joined(plain(each) for each in declared.patterns)
    if declared.layout is not None:
        return told("form.layout", files=files)
    sheets = any(each.lower().endswith((".xlsx", ".xls")) for each in declared.patterns)
    return told("form.sheet" if sheets else "form.file", files=files)


def _why(engagement: Engagement, source: str) -> Text:
    """KPIs that are counted from a source, what they drive, whose targets and records it holds."""
    kpis = [key for key, each in engagement.kpis.items() if each.source == source and each.measure is not None]
    read = [key for key, each in engagement.kpis.items() if any(one.source == source for one in each.readings)]
    above = [key for key, each in engagement.kpis.items() if key not in kpis and set(formula_names(each)) & set(kpis)]
    records = [each for each in RECORDS if getattr(getattr(engagement.settings.records, each), "source", "") == source]
    parts = [told(f"why.{name}", kpis=names(engagement, of))
             for name, of in (("kpis", kpis), ("drives", above), ("readings", read)) if of]  # fmt: skip
    aimed = [
        item.kpi
        for card in engagement.scorecards
        for item in card.items
        if any(getattr(tier, "source", None) == source for tier in _tiers(item))
    ]
    if aimed:
        parts.append(told("why.targets", kpis=names(engagement, tuple(dict.fromkeys(aimed)))))
    parts += [told(f"why.records.{each}") for each in records]
    return joined(parts, "stop") or told("why.nothing")


def _tiers(item: object) -> Iterator[object]:
    targets = getattr(item, "targets", None)
    yield from (getattr(targets, each, None) for each in ("base", "target", "stretch"))


def names(engagement: Engagement, kpis: Sequence[str]) -> Text:
    """Names of KPIs, the first twelve 「指标名称」."""
    return listed([engagement.kpis[each].name for each in kpis], _MOST_NAMES)


def _others(engagement: Engagement) -> Iterator[RequestItem]:
    """What is no table of facts: whom the figures are about, what has been tried, whom to talk to, surveys."""
    people = any(each.person for each in engagement.entities)
    fields = tuple(
        RequestField(each, "text", told(f"entities.{each}"), people and each == "name") for each in ENTITY_COLUMNS
    )
    yield _plain_item("entities", "entities", "personal" if people else "internal", fields=fields)
    yield _plain_item("measures", "evidence", "internal", must=False)
    yield _plain_item("interviews", "evidence", "personal", must=False)
    for each in engagement.settings.surveys:
        yield RequestItem(
            id=f"survey:{each.id}", kind="evidence", title=told(f"survey.title.{each.when}", survey=each.id),
            form=told("survey.form", file=each.file), why=told("survey.why"), without=told("survey.without"),
            privacy="personal", must=False,
        )  # fmt: skip


def _plain_item(
    name: str, kind: str, privacy: str, *, must: bool = True, fields: tuple[RequestField, ...] = ()
) -> RequestItem:
    words = {each: told(f"{name}.{each}") for each in ("title", "form", "why", "without")}
    return RequestItem(id=name, kind=kind, privacy=privacy, must=must, fields=fields, **words)  # type: ignore[arg-type]


def _of_playbook(engagement: Engagement, playbook: Playbook | None) -> Iterator[tuple[str, RequestItem]]:
    """Requirements of the playbook that the files so far don't meet, each with the kind of evidence it is about."""
    if playbook is None:
        return
    from diagnostics.dictionary.playbooks import held

    for each in held(engagement, playbook):
        if each.state == "unmet":
            wanted = each.requirement
            kind = str(getattr(getattr(wanted, "match", None), "kind", ""))
            yield kind, RequestItem(
                id=f"playbook:{wanted.id}", kind="playbook", title=wanted.what,
                form=told("playbook.talk" if each.field.startswith("requires.evidence") else "playbook.form"),
                why=told("playbook.why", playbook=each.title, found=each.found or 0, needed=wanted.at_least),
                without=wanted.without, privacy="internal", must=wanted.need == "must",
            )  # fmt: skip


# Months in a period of each cycle that a playbook counts in.
_MONTHS = {"week": 12 / 52, "month": 1, "quarter": 3, "year": 12}


def _months(playbook: Playbook | None) -> int:
    """Longest history before the last figure or a measure that a playbook asks for, in months."""
    asked = () if playbook is None else playbook.requires.history
    before = [each.at_least * _MONTHS[each.match.cycle] for each in asked if each.match.side == "before"]
    return math.ceil(max(before, default=0))
