"""Facts of an entity from before it opened or after it closed 「存续期外的数据」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.data.observe.strangers import facts_out_of_life
from diagnostics.data.quality.naming import public_entity
from diagnostics.model.quality import QualityItem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from diagnostics.data.engine import Engine


def outside(engine: Engine, rows: Mapping[str, int]) -> list[QualityItem]:
    """Facts of entities outside the days they were open 「存续期外的数据」.

    Parameters
    ----------
    rows : mapping of int
        Facts by source.
    """
    return [
        QualityItem(
            "outside", each.source, entity=public_entity(engine.engagement, each.entity),
            count=each.before + each.after, of=rows.get(each.source, 0),
            where=(each.first.isoformat(), each.last.isoformat()),
        )
        for each in facts_out_of_life(engine)
    ]  # fmt: skip
