"""Section: which question the page answers, and how each step of it is read 「怎么读这一页」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.loop.close.inputs import Record
    from diagnostics.loop.close.wording import Wording

_TOLD = ("answers", "read", "limits")


def reading_section(record: Record | None, wording: Wording, step: str = "") -> Section | None:
    """What the playbook says to whoever reads the page; no figure is in it 「怎么读这一页」.

    Parameters
    ----------
    record : dict or None
        Hand-off ``playbook``: title, question, and words for each step that it runs.
    step : str
        The one step whose page it is; all of them where absent.
    """
    told = [each for each in (record or {}).get("reader", ()) if step in ("", each["step"])]
    if not record or not told:
        return None
    columns = tuple(Column(key=each, label=_say(f"column.{each}", wording)) for each in ("step", *_TOLD))
    rows = tuple(
        {"step": say(f"loop.{each['step']}", wording.language), **{name: wording.words(each[name]) for name in _TOLD}}
        for each in told
    )
    title = wording.words(record["title"])
    table = Table(caption=_say("caption", wording, title=title), columns=columns, rows=rows)
    return Section(
        id="reading",
        title=_say("title", wording, title=title),
        lead=wording.words(record["question"]),
        parts=(TablePart(table=table),),
        folded=True,
    )


def _say(term: str, wording: Wording, **values: object) -> str:
    return say(f"reading.{term}", wording.language, **values)
