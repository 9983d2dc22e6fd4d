"""People who are measured and may not be named: of entities, of the data, who answers for a unit 「被考核人员」."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement

MOST = 100_000


def measured_people(engagement: Engagement) -> frozenset[str]:
    """Names and ids of those who are measured, as the engagement's own files have them 「被考核人员名单」.

    Parameters
    ----------
    engagement : Engagement
        Person-level entities, who answers for entities, and the columns that sources declare as ``person``; of each
        column at most 100,000 values are read, the engine's limits hold.

    Raises
    ------
    InputError
        When a source can't be read: nothing is published unscanned.
    SurroundingsError
        When an engine or a server is not there.
    """
    found: set[str] = set()
    for entity in engagement.entities:
        if entity.person:
            found.update((entity.id, entity.name, *entity.aliases))
        found.update(each.person for each in entity.tenures)
    if any(each.person for each in engagement.settings.sources.values()):
        from diagnostics.data.engine.child import in_child

        found.update(in_child(values_of_people, engagement.folder))
    return frozenset(each.strip() for each in found if each and each.strip())


def values_of_people(folder: Path) -> list[str]:
    """Values of the columns that sources declare as ``person``, in order 「人员列取值」."""
    from diagnostics.data.engine.engine import open_engine
    from diagnostics.dictionary.load import load_engagement

    engagement = load_engagement(folder)
    found: set[str] = set()
    with open_engine(engagement) as engine:
        for name, source in engagement.settings.sources.items():
            if source.person:
                column = engine.facts(name).table[source.person].cast("string")
                values = column.name("person").as_table().distinct().limit(MOST)
                found.update(str(each) for each in engine.frame(values, name)["person"].dropna())
    return sorted(found)


def public_words(engagement: Engagement) -> Iterator[str]:
    """Names that pages bear by right: units, KPIs, labels, the client 「公开名称」."""
    settings = engagement.settings
    for entity in engagement.entities:
        if not entity.person:
            yield from (entity.id, entity.label, *entity.aliases)
    texts = [
        settings.client,
        settings.title,
        *settings.labels.values(),
        *(each.name for each in engagement.kpis.values()),
    ]
    for text in texts:
        yield from (each for each in text.model_dump().values() if isinstance(each, str))
    yield from (*settings.labels, *engagement.kpis, *settings.sources)
