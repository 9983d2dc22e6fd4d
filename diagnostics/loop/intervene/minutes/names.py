"""People, measures, KPIs and entities that minutes name, each by its cell 「核对会议纪要中的名称」."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from diagnostics.dictionary.exchange.merge import same
from diagnostics.errors import InputError, Place, unknown
from diagnostics.loop.intervene.ledger.known_people import names_measured
from diagnostics.loop.intervene.ledger.seed import check_decision_names
from diagnostics.loop.intervene.minutes.read import ReturnedMinutes

if TYPE_CHECKING:
    from diagnostics.dictionary.exchange.fields import Row
    from diagnostics.model.engagement import Engagement


def meant_names(engagement: Engagement, returned: ReturnedMinutes, measures: Collection[str]) -> Iterator[InputError]:
    """Refusals of what was filled in and nobody knows; a person's display name becomes the id 「未知名称」.

    Cells that are as the sheet was made are left in peace: what is recorded stays readable.
    """
    people = engagement.settings.people
    ids = {name: key for key, name in people.items() if list(people.values()).count(name) == 1}
    for key, row in returned.rows.items():
        base: Row = returned.base.recorded.get((key,), {})
        filled = {name: value for name, value in row.items() if value is not None and not same(value, base.get(name))}
        owner = filled.get("owner")
        if owner is not None and people:
            row["owner"] = ids.get(str(owner), owner)
            if row["owner"] not in people:
                yield unknown("person", str(owner)[:60], {*people, *ids}, returned.place(key, "owner"))
        if filled.get("measure") is not None and filled["measure"] not in measures:
            yield unknown("measure", str(filled["measure"])[:60], measures, returned.place(key, "measure"))
        for name in ("kpi", "entity"):
            try:
                check_decision_names(engagement, {name: filled.get(name)}, Place(returned.place(key, name)))
            except InputError as error:
                yield error
        for name in ("text", "note"):
            if names_measured(engagement, str(filled.get(name) or "")):
                place = returned.place(key, name)
                yield InputError(f"{place} names somebody who is measured; say what is done, not about whom.")
