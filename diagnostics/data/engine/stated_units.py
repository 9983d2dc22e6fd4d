"""Columns whose names state a scale, in tables whose figures are taken as they stand 「库表列名中的单位」."""

from __future__ import annotations

from collections.abc import Sequence

from diagnostics.data.layout.scales import stated
from diagnostics.dictionary.used_columns import column_roles
from diagnostics.errors import InputError
from diagnostics.model.engagement import Engagement
from diagnostics.model.layout import Layout


def refuse_stated_units(engagement: Engagement, source: str, columns: Sequence[str], place: str) -> None:
    """Refuse a column used as numbers whose name states a scale that no reader applies 「拒绝未换算的单位」.

    Parameters
    ----------
    columns : sequence of str
        Columns of the table.
    place : str
        The table or file, for the error.

    Raises
    ------
    InputError
        Naming the column; ``layout.scale`` with 元 says that its figures count as they stand.
    """
    settings = engagement.settings
    layout = settings.sources[source].layout or Layout()
    for name in columns:
        if name not in column_roles(engagement, source, columns).numbers:
            continue
        said = stated(name, layout, settings.currency)
        if said.doubt or said.scale not in (None, "元"):
            states = said.doubt.partition(";")[0] or f"states {said.scale}"
            raise InputError(
                f"{place} has the column {name!r}, whose name {states}; figures of a database and of Parquet on Spark"
                f" are taken as they stand. Multiply in the measure, and say layout: {{scale: {{{name}: \u5143}}}} at"
                f" the source (source {source!r})."
            )
