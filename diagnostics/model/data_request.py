"""What a client is asked to bring, and what has come 「资料清单」."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from diagnostics.model._result import Result
from diagnostics.model.text import Text
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.period import Cycle

FieldKind = Literal["day", "number", "money", "entity", "person", "text"]
ItemKind = Literal["source", "entities", "record", "evidence", "playbook"]
Privacy = Literal["none", "internal", "personal", "pay"]
State = Literal["received", "incomplete", "missing"]
STATES: tuple[State, ...] = ("received", "incomplete", "missing")
NO_WORDS = Text()


@dataclass(frozen=True, slots=True)
class RequestField:
    """A column that is asked for 「字段」.

    Parameters
    ----------
    column : str
        Its heading, in the client's own words.
    kind : {"day", "number", "money", "entity", "person", "text"}
        What its cells hold.
    label : Text
        What readers call it, where the engagement says so.
    personal : bool
        Whether its heading tells that its cells are about single persons.
    """

    column: str
    kind: FieldKind
    label: Text = NO_WORDS
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Reach:
    """How far back facts are needed 「所需期间」.

    Parameters
    ----------
    cycle : str
        Cycle that periods are counted in.
    count : int
        How many whole periods, the last complete one included.
    why : Text
        What needs so many.
    since : date, optional
        Day from which facts must reach on, where a measure's start says so.
    """

    cycle: Cycle
    count: int
    why: Text
    since: date | None = None


@dataclass(frozen=True, slots=True)
class RequestItem:
    """One thing that is asked for: a table, a list, records, talks 「资料项」.

    Parameters
    ----------
    id : str
        Stable name such as ``source:visits``.
    kind : str
        What it is.
    title, form, why, without : Text
        What it is called, what form it has, what it is for, and what is impossible without it.
    privacy : {"none", "internal", "personal", "pay"}
        How careful whoever sends it must be.
    fields : tuple of RequestField
        Columns, of a table.
    reach : Reach, optional
        How far back, of facts.
    must : bool
        Whether a run needs it.
    keeper : Text
        Department or person that keeps it, where known.
    """

    id: str
    kind: ItemKind
    title: Text
    form: Text
    why: Text
    without: Text
    privacy: Privacy
    fields: tuple[RequestField, ...] = ()
    reach: Reach | None = None
    must: bool = True
    keeper: Text = NO_WORDS


@dataclass(frozen=True, slots=True)
class ItemStatus:
    """What has come of an item 「到位情况」.

    Parameters
    ----------
    item : RequestItem
        What was asked for.
    state : {"received", "incomplete", "missing"}
        Whether it is there, whole.
    lacking : tuple of Text
        Which files, columns and periods are missing.
    impossible : Text
        What that makes impossible.
    unseen : tuple of Text
        What nobody has looked at yet.
    """

    item: RequestItem
    state: State
    lacking: tuple[Text, ...] = ()
    impossible: Text = NO_WORDS
    unseen: tuple[Text, ...] = ()


@dataclass(frozen=True, eq=False)
class DataRequest(Result):
    """What a client is asked to bring, with what has come so far 「资料清单」.

    Parameters
    ----------
    engagement : str
        Id of the engagement.
    items : tuple of ItemStatus
        Each item with its status.
    language : {"zh", "en"}
        Language of its readers.
    due : date, optional
        Day by which everything is to be there.
    contact : str
        Whom to ask.
    """

    engagement: str
    items: tuple[ItemStatus, ...]
    language: Language = "zh"
    due: date | None = None
    contact: str = ""

    def count(self, state: State) -> int:
        """How many items are in a state 「项数」."""
        return sum(each.state == state for each in self.items)

    def spoken(self, language: Language) -> DataRequest:
        """The same request for readers of a language 「换语言」."""
        return replace(self, language=language)

    def frame(self) -> pd.DataFrame:
        """Table with a row an item 「资料表」."""
        import pandas as pd

        return pd.DataFrame(self.record()["items"]).drop(columns=["fields"], errors="ignore")

    def summary(self, language: Language | None = None) -> str:
        """How much has come, in a sentence 「到位概况」."""
        counts = {each: self.count(each) for each in STATES}
        return say("request.summary", self._spoken(language), count=len(self.items), **counts)

    def record(self) -> dict[str, Any]:
        """Content as plain values, in the request's language 「资料清单内容」."""
        return {
            "version": 1,
            "engagement": self.engagement,
            "language": self.language,
            "due": self.due.isoformat() if self.due else None,
            "contact": self.contact,
            "counts": {each: self.count(each) for each in STATES},
            "items": [_told(each, self.language) for each in self.items],
        }


def _told(status: ItemStatus, language: Language) -> dict[str, Any]:
    item, reach = status.item, status.item.reach
    return {
        "id": item.id,
        "title": item.title.say(language),
        "kind": item.kind,
        "must": item.must,
        "privacy": item.privacy,
        "fields": [{"column": each.column, "kind": each.kind} for each in item.fields],
        "periods": None
        if reach is None
        else {"cycle": reach.cycle, "count": reach.count, "since": reach.since.isoformat() if reach.since else None},
        "state": status.state,
        "lacking": [each.say(language) for each in status.lacking],
        "impossible": status.impossible.say(language),
        "not_looked_at": [each.say(language) for each in status.unseen],
    }
