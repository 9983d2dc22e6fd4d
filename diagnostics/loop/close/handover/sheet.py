"""What the pages of a hand-over have in common 「交接底稿」."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from diagnostics.look.page import Page
from diagnostics.look.tables import Column, Table
from diagnostics.loop.close.wording import Wording
from diagnostics.terms import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from diagnostics.look.page import Section
    from diagnostics.loop.close.inputs import Inputs
    from diagnostics.model.engagement import Engagement


@dataclass(frozen=True, eq=False)
class Sheet:
    """Engagement, results and words of a hand-over 「交接底稿」.

    Parameters
    ----------
    engagement : Engagement
        The client's own configuration.
    inputs : Inputs
        Results of the run that is handed over.
    """

    engagement: Engagement
    inputs: Inputs

    @cached_property
    def wording(self) -> Wording:
        """Names and figures as the client knows them 「页面用语」."""
        return Wording(self.inputs)

    def say(self, term: str, **values: object) -> str:
        """Words of the hand-over 「取文案」."""
        return say(f"handover.{term}", self.inputs.language, **values)

    def person(self, key: str) -> str:
        """Display name of someone who acts, and that nobody is named where nobody is 「人员显示名」."""
        return self.wording.person(key) if key else self.say("nobody")

    def page(self, name: str, sections: Iterable[Section | None], **values: object) -> Page:
        """Page of a hand-over 「交接页面」."""
        there = tuple(each for each in sections if each is not None)
        return Page(
            language=self.inputs.language,
            title=self.say(f"{name}.title"),
            subtitle=self.say("subtitle"),
            client=self.wording.words(self.inputs.alignment["client"]),
            period=self.wording.period(self.inputs.diagnosis["period"]),
            stamp=self.wording.say("page.as_of", day=self.wording.day(self.inputs.tracking["as_of"])),
            lead=(self.say(f"{name}.lead", **values),),
            sections=there,
            synthetic=bool(self.inputs.alignment.get("synthetic")),
        )

    def table(self, name: str, keys: Iterable[str], rows: Iterable[Mapping[str, str]], note: str = "") -> Table:
        """Table whose words stand under ``handover.NAME`` 「交接表格」."""
        columns = tuple(Column(key=each, label=self.say(f"{name}.{each}")) for each in keys)
        return Table(caption=self.say(f"{name}.caption"), columns=columns, rows=tuple(map(dict, rows)), note=note)
