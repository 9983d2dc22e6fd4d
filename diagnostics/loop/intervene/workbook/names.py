"""Names in a workbook that nobody knows, each by its cell 「核对工作簿中的名称」."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from diagnostics.dictionary.exchange.merge import same
from diagnostics.errors import InputError, Place, unknown
from diagnostics.loop.intervene.ledger.seed import check_names
from diagnostics.loop.intervene.workbook.fields import FIELDS, SHEETS

if TYPE_CHECKING:
    from diagnostics.loop.intervene.workbook.read_book import ReturnedLedger
    from diagnostics.model.engagement import Engagement


def unknown_names(engagement: Engagement, returned: ReturnedLedger) -> Iterator[InputError]:
    """Refusals of KPIs, entities and people that were filled in and are unknown 「未知名称」.

    Cells that are as they were exported are left in peace: what is recorded stays readable.
    """
    for sheet in SHEETS:
        for key, row in returned.tables[sheet].items():
            before = returned.base[sheet].get(key, {})
            for field in FIELDS[sheet]:
                told = row.get(field.name)
                if told is None or same(told, before.get(field.name)):
                    continue
                place = returned.place(sheet, key, field.name)
                try:
                    _check(engagement, field.name, field.names, told, place)
                except InputError as error:
                    yield error


def _check(engagement: Engagement, name: str, kind: str, told: Any, place: str) -> None:
    people = engagement.settings.people
    if kind == "people" and people and told not in people:
        raise unknown("person", str(told), people, place)
    if name in ("kpi", "entities"):
        check_names(engagement, {name: told}, Place(place))
