"""Page with the questions, their answers and the rows that these rest on 「追问清单页面」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Fact, Facts, Page, Paragraph, Section
from diagnostics.loop.close.questions.weak_spots import weak_spots
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.loop.close.conclusions import Conclusions
    from diagnostics.loop.close.inputs import Inputs
    from diagnostics.loop.close.questions.question import Question
    from diagnostics.loop.close.wording import Wording


def questions_page(inputs: Inputs, wording: Wording, conclusions: Conclusions) -> Page:
    """Page for the consultants: what leadership is going to ask, and what can be answered 「领导会问的十个问题」."""
    found = weak_spots(inputs, conclusions, wording)
    sections = question_sections(found, wording)
    none = Section(id="none", title=_say("none_title", wording), parts=(Paragraph(text=_say("none_text", wording)),))
    return Page(
        language=inputs.language,
        title=_say("title", wording, count=len(found)) if found else _say("none_title", wording),
        subtitle=_say("subtitle", wording),
        client=wording.words(inputs.alignment["client"]),
        period=wording.period(inputs.diagnosis["period"]),
        stamp=wording.say("page.as_of", day=wording.day(inputs.tracking["as_of"])),
        lead=(_say("lead", wording),),
        sections=sections or (none,),
        fingerprint=inputs.fingerprint,
        synthetic=bool(inputs.alignment.get("synthetic")),
    )


def question_sections(found: tuple[Question, ...], wording: Wording) -> tuple[Section, ...]:
    """A section a question, its answer and its row below it 「逐条追问」."""
    return tuple(
        Section(
            id=f"question-{at}",
            title=_say("numbered", wording, number=at, ask=each.ask),
            parts=(
                Paragraph(text=each.answer),
                Facts(title=_say("rests_on", wording), rows=(Fact(label=_say("row", wording), value=each.row),)),
            ),
        )
        for at, each in enumerate(found, start=1)
    )


def _say(term: str, wording: Wording, **values: object) -> str:
    return say(f"questions.{term}", wording.language, **values)
