"""A checkup as one page: the worst problems, wording before and after, what to do first 「体检报告页面」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from diagnostics.look.page import Action, Actions, Callout, Page, Paragraph, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.look.theme import Tone
from diagnostics.loop.align.checkup.reading_page import reading_sections
from diagnostics.model.checkup import HARMS, Checkup, Example, Harm, Problem
from diagnostics.terms import Language, say

# What readers see of each: names of a problem, rows of the rewriting, steps to take.
_EXAMPLES, _REWRITTEN, _STEPS = 3, 8, 3
_TONES: dict[Harm, Tone] = {"scores": "bad", "measured": "bad", "behaviour": "watch", "missing": "quiet"}
_LONGEST = 40
_TIPS = frozenset(("only_deducts",))


@dataclass(frozen=True)
class Wording:
    """Words of the checkup in one language 「体检用语」."""

    language: Language

    def say(self, key: str, /, **values: object) -> str:
        """Words of ``checkup.<key>`` 「取文案」."""
        return say(f"checkup.{key}", self.language, **values)

    def title(self, problem: Problem) -> str:
        """What a problem is called 「问题名称」."""
        return self.say(f"problem.{problem.key}.title")

    def examples(self, problem: Problem) -> str:
        """The first places of a problem, each name once 「示例」."""
        shown: dict[str, Example] = {}
        for each in problem.examples:
            shown.setdefault(short(each.name), each)
        told = [
            self.say("example", name=name, place=each.place, detail=each.detail.say(self.language))
            for name, each in shown.items()
        ]
        return self.say("joint").join(told[:_EXAMPLES])


def short(text: str) -> str:
    """Name on one line, cut where it is a sentence 「缩短」.

    Examples
    --------
    >>> short("客户 满意度")
    '客户 满意度'
    """
    told = " ".join(text.split())
    return told if len(told) <= _LONGEST else f"{told[: _LONGEST - 1]}…"


def share_text(share: float) -> str:
    """Share without decimals; what is there is never 0 % 「占比」.

    Examples
    --------
    >>> share_text(0.256), share_text(0.001)
    ('26%', '<1%')
    """
    return f"{share:.0%}" if share >= 0.005 else "<1%"


def checkup_page(checkup: Checkup, language: Language | None = None) -> Page:
    """Page of a checkup 「体检报告页面」.

    Parameters
    ----------
    checkup : Checkup
        What was found.
    language : {"zh", "en"}, optional
        Language of the page; that of the sheet by default.
    """
    words = Wording(language or checkup.language)
    sections = [_worst(checkup, words), _rewritten(checkup, words), _first(checkup, words), _not_checked(words)]
    appendix = [_other(checkup, words), *reading_sections(checkup, words.language)]
    count = len(checkup.problems)
    first = words.title(checkup.problems[0]) if count else ""
    # What may be improved is no news for a headline.
    told = "tip" if {each.key for each in checkup.problems} <= _TIPS else "found"
    found = words.say(f"title.{told}", count=count, first=first) if count else ""
    return Page(
        language=words.language,
        title=found or words.say("title.clean"),
        subtitle=words.say("subtitle"),
        client=short(checkup.file),
        lead=tuple(_lead(checkup, words)),
        sections=tuple(each for each in sections if each is not None),
        appendix=tuple(each for each in appendix if each is not None),
        footer=(words.say("footer"),),
    )


def _lead(checkup: Checkup, words: Wording) -> list[str]:
    harms = {harm: sum(each.harm == harm for each in checkup.problems) for harm in HARMS}
    parts = [words.say(f"lead.harm.{harm}", count=count) for harm, count in harms.items() if count]
    told = [words.say("lead.read", cards=len(checkup.cards), kpis=checkup.kpis)]
    told += [words.say("lead.harms", parts=words.say("lead.joint").join(parts))] if parts else []
    told.append(words.say("lead.only_sheet"))
    told += [words.say("lead.unread", count=len(checkup.doubts))] if checkup.doubts else []
    return told


def _worst(checkup: Checkup, words: Wording) -> Section | None:
    if not checkup.worst:
        return None
    parts = [_callout(each, place, words) for place, each in enumerate(checkup.worst, start=1)]
    title = words.say("worst.title", count=len(parts)) if len(parts) > 1 else words.say("worst.one")
    return Section(id="worst", title=title, lead=words.say("order"), parts=tuple(parts))


def _callout(problem: Problem, place: int, words: Wording) -> Callout:
    why = words.say(f"problem.{problem.key}.why")
    names = {short(each.name) for each in problem.examples}
    where = words.say(
        "where_more" if len(names) > _EXAMPLES else "where",
        count=problem.count,
        share=share_text(problem.share),
        examples=words.examples(problem),
    )
    title = words.say("problem_line", place=place, title=words.title(problem))
    return Callout(title=title, text=f"{why}\n{where}", tone=_TONES[problem.harm])


def _rewritten(checkup: Checkup, words: Wording) -> Section:
    if not checkup.rewritten:
        parts: Sequence[Paragraph | TablePart] = (Paragraph(text=words.say("rewritten.none")),)
    else:
        rows = tuple(
            {
                "before": words.say("rewritten.placed", before=each.before, place=each.place),
                "after": each.after.say(words.language),
            }
            for each in checkup.rewritten[:_REWRITTEN]
        )
        more = len(checkup.rewritten) - len(rows)
        table = Table(
            caption=words.say("rewritten.caption"),
            columns=tuple(Column(key=each, label=words.say(f"rewritten.{each}")) for each in ("before", "after")),
            rows=rows,
            note=words.say("rewritten.more", count=more) if more else "",
        )
        parts = (TablePart(table=table),)
    return Section(
        id="rewritten", title=words.say("rewritten.title"), lead=words.say("rewritten.lead"), parts=tuple(parts)
    )


def _first(checkup: Checkup, words: Wording) -> Section | None:
    if not checkup.worst:
        return None
    items = tuple(
        Action(
            what=words.say(f"problem.{each.key}.do"),
            note=words.say("first.note", count=each.count, examples=words.examples(each)),
        )
        for each in checkup.worst[:_STEPS]
    )
    return Section(id="first", title=words.say("first.title"), parts=(Actions(items=items),))


def _not_checked(words: Wording) -> Section:
    text = Paragraph(text=words.say("not_checked.text"), tone="note")
    return Section(id="not-checked", title=words.say("not_checked.title"), parts=(text,))


def _other(checkup: Checkup, words: Wording) -> Section | None:
    rest = checkup.problems[len(checkup.worst) :]
    if not rest:
        return None
    table = Table(
        caption=words.say("other.caption"),
        columns=tuple(
            Column(key=each, label=words.say(f"other.{each}"), align="right" if each in {"count", "share"} else "left")
            for each in ("what", "count", "share", "where")
        ),
        rows=tuple(
            {
                "what": words.title(each), "count": str(each.count), "share": share_text(each.share),
                "where": words.examples(each),
            }
            for each in rest
        ),
    )  # fmt: skip
    return Section(id="other", title=words.say("other.title"), parts=(TablePart(table=table),))
