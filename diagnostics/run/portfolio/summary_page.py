"""The page across clients, for the consultants alone 「多客户汇总页」."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.data.engine.limits import shown
from diagnostics.look.fonts import lacking
from diagnostics.look.page import Action, Actions, Callout, Headline, Page, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.look.theme import Tone
from diagnostics.look.words import readable
from diagnostics.run.listing import near
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    from diagnostics.run.portfolio.side_by_side import Portfolio
    from diagnostics.run.portfolio.task import Done

VERDICTS = ("worse", "worked", "no_evidence", "insufficient", "undecidable", "waiting")
_COLUMNS = ("client", "status", "headline", "warnings", "verdicts", "spent")
# What the parts of a page have room for.
_NAME, _SHORT, _LONG, _ITEMS, _ROWS, _CALLOUTS = 40, 80, 700, 60, 2000, 150
# What is still read at a glance: a sentence in a row, and a reason, which stands whole in the terminal and the logs.
_SENTENCE, _REASON, _PATH = 160, 320, 200
_NO_GLYPH = "□"


def portfolio_page(portfolio: Portfolio, language: Language) -> Page:
    """Page of a run across clients: what failed first, then what needs a look 「多客户汇总页」.

    Parameters
    ----------
    portfolio : Portfolio
        What it came to.
    language : {"zh", "en"}
        Language of the page; headlines stay in the language of each client's page.
    """
    told = _Words(portfolio, language)
    ranked = sorted(portfolio.done, key=_rank)
    left = [each for each in ranked if each.status != "done"]
    warned = [each for each in ranked if each.status == "done" and each.told.is_warned]
    # What needs doing stands before what is merely listed.
    sections = (_unfinished(left, told), _points(warned, told), _clients(ranked, told))
    return Page(
        language=language,
        title=_title(ranked, left, warned, told),
        subtitle=told.say("subtitle"),
        period=tidy(portfolio.period, _SHORT),
        stamp=told.say("stamp"),
        notices=tuple(_notices(portfolio, told)),
        headlines=_headlines(ranked, left, warned, told),
        sections=tuple(each for each in sections if each is not None),
        footer=(told.say("footer"),),
    )


@dataclass(frozen=True)
class _Words:
    """Words of the page in one language."""

    portfolio: Portfolio
    language: Language

    def say(self, term: str, /, **values: object) -> str:
        return say(f"portfolio.{term}", self.language, **values)

    def client(self, done: Done) -> str:
        """Name of a client with that of its folder."""
        name = self.portfolio.names.get(done.client, done.name)
        told = tidy(done.told.client, _NAME)
        return tidy(self.say("named", client=told, name=name) if told and told != name else name, _SHORT)

    def spent(self, seconds: float) -> str:
        whole = round(seconds)
        return (
            self.say("seconds", count=whole)
            if whole < 100
            else self.say("minutes", minutes=whole // 60, seconds=whole % 60)
        )


def tidy(text: str, longest: int) -> str:
    r"""Client's words as the page can show them: one line, cut where long, a box for what its font lacks 「整理文本」.

    Examples
    --------
    >>> tidy("a\n한\x00b", 10), tidy("12345", 4)
    ('a □b', '123…')
    """
    line = " ".join(readable(text).split())
    for each in lacking(line):
        line = line.replace(each, _NO_GLYPH)
    return line if len(line) <= longest else line[: longest - 1] + "…"


def _rank(done: Done) -> int:
    """What failed first, then what needs a look, errors of check before warnings."""
    if done.status != "done":
        return 0
    return 1 if done.told.errors else 2 if done.told.is_warned else 3


def _title(ranked: Sequence[Done], left: Sequence[Done], warned: Sequence[Done], told: _Words) -> str:
    count, done = len(ranked), len(ranked) - len(left)
    text = (
        told.say("title.some", count=count, done=done, left=len(left)) if left else told.say("title.all", count=count)
    )
    return told.say("title.warned", told=text, warned=len(warned)) if warned else text


def _headlines(
    ranked: Sequence[Done], left: Sequence[Done], warned: Sequence[Done], told: _Words
) -> tuple[Headline, ...]:
    counts = {"done": len(ranked) - len(left), "left": len(left), "warned": len(warned)}
    peak = max((each.peak_memory for each in ranked), default=0)
    values = {name: told.say("headline.clients", count=count) for name, count in counts.items()}
    values |= {"memory": shown(peak)} if peak else {}
    return tuple(Headline(label=told.say(f"headline.{name}"), value=value) for name, value in values.items())


def _notices(portfolio: Portfolio, told: _Words) -> Iterator[Callout]:
    yield Callout(title=told.say("notice_title"), text=told.say("notice"), tone="watch")
    if portfolio.alike:
        lines = [
            told.say(
                "alike", id=tidy(id_, _SHORT), folders=told.say("and").join(portfolio.names[each] for each in folders)
            )
            for id_, folders in portfolio.alike.items()
        ]
        text = "\n".join(tidy(each, _LONG) for each in lines[:10])
        yield Callout(title=told.say("alike_title"), text=text, tone="watch")


def _unfinished(left: Sequence[Done], told: _Words) -> Section | None:
    if not left:
        return None
    items = [
        Action(
            what=told.say("unfinished.what", client=told.client(each), status=told.say(f"status.{each.status}")),
            note=f"{tidy(each.error, _REASON)}\n{_next(each, told)}".strip(),
        )
        for each in left
    ]
    parts = tuple(Actions(items=tuple(items[at : at + _ITEMS])) for at in range(0, len(items), _ITEMS))
    return Section(
        id="unfinished", title=told.say("unfinished.title"), lead=told.say("unfinished.lead"), parts=parts[:_CALLOUTS]
    )


def _next(done: Done, told: _Words) -> str:
    # As it is typed where the page was asked for.
    name = tidy(shlex.quote(near(Path(done.client))), _PATH)
    # What was no engagement was never started; nothing of it can be checked.
    term = "absent" if done.status == "refused" and done.code is None else done.status
    return told.say(f"next.{term}", name=name, period=tidy(told.portfolio.period, _SHORT))


def _clients(ranked: Sequence[Done], told: _Words) -> Section:
    columns = tuple(
        Column(key=each, label=told.say(f"column.{each}"), align="right" if each == "spent" else "left")
        for each in _COLUMNS
    )
    table = Table(
        caption=told.say("clients.caption", period=tidy(told.portfolio.period, _SHORT)),
        columns=columns,
        rows=tuple(_row(each, told) for each in ranked[:_ROWS]),
        tones=tuple(_tone(each) for each in ranked[:_ROWS]),
        note=told.say("clients.note"),
    )
    return Section(
        id="clients", title=told.say("clients.title"), lead=told.say("clients.lead"), parts=(TablePart(table=table),)
    )


def _row(done: Done, told: _Words) -> dict[str, str]:
    warnings = {name: getattr(done.told, name) for name in ("alerts", "errors", "warnings")}
    spent = (told.spent(done.seconds) if done.seconds else "", shown(done.peak_memory) if done.peak_memory else "")
    verdicts = {name: done.told.verdicts.get(name, 0) for name in VERDICTS}
    return {
        "client": told.client(done),
        "status": told.say(f"status.{done.status}"),
        "headline": tidy(done.told.headline, _SENTENCE),
        "warnings": _counted(warnings, "warning", told),
        "verdicts": _counted(verdicts, "verdict", told),
        "spent": told.say("beside").join(each for each in spent if each),
    }


def _counted(counts: dict[str, int], term: str, told: _Words) -> str:
    return told.say("and").join(told.say(f"{term}.{name}", count=count) for name, count in counts.items() if count)


def _tone(done: Done) -> Tone | None:
    return ("bad", "watch", "watch", None)[_rank(done)]


def _points(warned: Sequence[Done], told: _Words) -> Section | None:
    parts = [
        Callout(
            title=told.client(each),
            text="\n".join(tidy(point.get(told.language, ""), _REASON) for point in each.told.points),
            tone="watch",
        )
        for each in warned
        if each.told.points
    ]
    if not parts:
        return None
    more = len(parts) - _CALLOUTS
    lead = told.say("points.lead") + (told.say("points.more", count=more) if more > 0 else "")
    return Section(
        id="points", title=told.say("points.title"), lead=lead, parts=tuple(parts[:_CALLOUTS]), folded=len(parts) > 3,
        inside=told.say("points.inside", count=len(parts)),
    )  # fmt: skip
