"""One party's own pay on one page: what it is, what it would be, how it is computed, where to object 「个人薪酬单」."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from diagnostics.look.page import Headline, Page, Paragraph, Section, TablePart
from diagnostics.look.parts import AnyPart, Bullets
from diagnostics.look.periods import show_day, show_period
from diagnostics.look.scale import MINUS, common_scale
from diagnostics.look.tables import Column, Table
from diagnostics.terms import Language, say

Record = Mapping[str, Any]
_SELDOM, _ALWAYS = 0.05, 0.95


def party_page(record: Record, language: Language | None = None) -> Page:
    """One party's own pay sheet 「个人薪酬单」.

    Parameters
    ----------
    record : mapping
        What the run holds of this party, and nothing else: `diagnostics.data.handoff.read_party`.
    language : {"zh", "en"}, optional
        Language of the page; that of the record by default, in which its terms are worded.

    Returns
    -------
    Page
        It bears the party's own figures only.
    """
    return _Sheet(record, language or record["language"]).page()


class _Sheet:
    """Words of one party's page in one language."""

    def __init__(self, record: Record, language: Language) -> None:
        self.record, self.language = record, language
        self.measures = tuple(record["measures"])

    def say(self, term: str, **values: object) -> str:
        return say(f"party.{term}", self.language, **values)

    def money(self, value: float) -> str:
        # A month's pay in whole units, not in 万: that is how people are paid.
        scale = common_scale([1.0], "money", self.language, self.record["currency"])
        return f"{MINUS if round(value) < 0 else ''}{scale.before}{abs(round(value)):,}{scale.after}"

    def day(self, text: str) -> str:
        return show_day(date.fromisoformat(text), self.language)

    def words(self, text: Mapping[str, str]) -> str:
        return text.get(self.language) or next((each for each in text.values() if each), "")

    def page(self) -> Page:
        record = self.record
        unit = any(each["entity"] == record["party"] for each in self.measures)
        return Page(
            language=self.language,
            title=self.say("title_unit" if unit else "title"),
            subtitle=f"{self.say('subtitle')} · {record['name']}",
            client=self.words(record["client"]),
            period=show_period(record["period"], self.language),
            stamp=self.say("stamp", day=self.day(record["as_of"])),
            lead=tuple(self.lead()),
            headlines=tuple(self.headlines()),
            sections=tuple(each for at, measure in enumerate(self.measures, 1) for each in self.sections(at, measure)),
            footer=(self.say("footer.own"), self.say("footer.ask")),
            synthetic=bool(record.get("synthetic")),
        )

    def lead(self) -> Iterator[str]:
        pay = self.measures[0]["pay"]
        if pay is None:
            yield self.say("lead.none")
        else:
            same = pay["unchanged"]
            change = round(same["change"])
            kind = "more" if change > 0 else "less" if change < 0 else "same"
            parts = (
                self.say("lead.unchanged", **self.span(same), in_force=self.money(pay["in_force"])),
                self.say(f"lead.{kind}", change=self.money(abs(change))),
                self.say(f"lead.lower{self.often(same)}", times=self.times(same)),
            )
            yield ("" if self.language == "zh" else " ").join(parts)
            if "expected" in pay:
                yield self.say("lead.expected", **self.span(pay["expected"]))
            yield self.say("lead.balance", full=self.money(pay["full"]))
        yield self.say("lead.objection")

    def span(self, pay: Record) -> dict[str, str]:
        return {each: self.money(pay[each]) for each in ("mean", "low", "high")}

    def often(self, pay: Record) -> str:
        """How often it is less than now, where that is no plain count of ten."""
        share = pay["share_lower"]
        return "_never" if share == 0 else "_seldom" if share < _SELDOM else "_always" if share > _ALWAYS else ""

    def times(self, pay: Record) -> int:
        return min(9, max(1, round(10 * float(pay["share_lower"]))))

    def headlines(self) -> Iterator[Headline]:
        pay = self.measures[0]["pay"]
        if pay is None:
            return
        yield Headline(label=self.say("headline.in_force"), value=self.money(pay["in_force"]))
        for name in ("unchanged", "expected"):
            if name in pay:
                note = self.say("headline.range", **self.span(pay[name]))
                yield Headline(label=self.say(f"headline.{name}"), value=self.money(pay[name]["mean"]), note=note)
        full = self.money(pay["full"])
        yield Headline(label=self.say("headline.full"), value=full, note=self.say("headline.full_note"))

    def sections(self, at: int, measure: Record) -> Iterator[Section]:
        title = self.say("measure", title=self.words(measure["title"]), entity=measure["entity_name"])
        for number, block in enumerate(measure["blocks"], 1):
            parts = list(self.parts(block))
            if number == 1:
                parts += [Paragraph(text=each, tone="note") for each in self.notes(measure)]
            lead = title if number == 1 else ""
            yield Section(id=f"terms-{at}-{number}", title=block["heading"], lead=lead, parts=tuple(parts))

    def notes(self, measure: Record) -> Iterator[str]:
        term, pay = ("signed" if measure["signed"] else "unsigned"), measure["pay"]
        yield self.say(
            term, terms=measure["terms"], **({"day": self.day(measure["signed"])} if measure["signed"] else {})
        )
        if pay is not None:
            if round(pay["unchanged"]["floor"]) > 0:
                yield self.say("floor", floor=self.money(pay["unchanged"]["floor"]))
            yield self.say("how", draws=f"{pay['draws']:,}")

    def parts(self, block: Record) -> Iterator[AnyPart]:
        """Facts, tables and sentences of one part of an agreement; nothing of them waits behind a fold."""
        if block["facts"]:
            yield Bullets(items=tuple(self.say("fact", label=label, value=value) for label, value in block["facts"]))
        yield from (TablePart(table=_table(grid)) for grid in block["grids"])
        if block["notes"]:
            yield Bullets(items=tuple(block["notes"]))


def _table(grid: Record) -> Table:
    columns = tuple(
        Column(key=f"c{at}", label=head, align="left" if at == 0 else "right") for at, head in enumerate(grid["heads"])
    )
    rows = tuple({f"c{at}": cell for at, cell in enumerate(row)} for row in grid["rows"])
    return Table(caption=grid["caption"], columns=columns, rows=rows)
