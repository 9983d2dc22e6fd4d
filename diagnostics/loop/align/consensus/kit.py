"""What a workshop needs: agenda, questions, case, consent note 「工作坊材料」."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from diagnostics.dictionary.exchange.cells import put_text
from diagnostics.dictionary.exchange.still import save_still
from diagnostics.loop.align.consensus.questions import asked
from diagnostics.loop.align.consensus.scale import HIGHEST, LOWEST
from diagnostics.model.engagement import Engagement
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

# Rows with lists to pick from, for as many people.
ROOM = 60
TEXTS = ("agenda", "case", "consent")
_GUIDE = ("guide_a", "guide_b", "guide_c", "guide_d")


def filled(text: str, engagement: Engagement, language: Language) -> str:
    """Text of the kit with the engagement's names in it 「填入名称」.

    Parameters
    ----------
    text : str
        With ``{client}``, ``{sponsor}`` and ``{least}`` where those belong.
    """
    settings = engagement.settings
    sponsor = engagement.person(settings.charter.sponsor) or say("charter.question.sponsor", language)
    values = {"client": settings.client.say(language), "sponsor": sponsor, "least": str(settings.min_group)}
    for name, value in values.items():
        # A client's name is text and nothing else, also where the text is Markdown.
        plain = "".join("\\" + sign if sign in "\\`*_[]<>|#" else sign for sign in value if sign.isprintable())
        text = text.replace("{" + name + "}", plain)
    return text


def question_sheet(engagement: Engagement, language: Language) -> bytes:
    """Workbook of the questions, one row a person, answers picked from lists 「问卷表」.

    Parameters
    ----------
    engagement : Engagement
        Its scored KPIs are asked about, besides what is asked of everyone.
    language : {"zh", "en"}
        Language of those who answer.
    """
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = say("workshop.sheet.answers", language)
    questions = list(asked(engagement, language))
    heads = [say("workshop.sheet.number", language), say("workshop.sheet.group", language)]
    heads += [
        f"{number}\u3001{text}" if language == "zh" else f"{number}. {text}" for number, text in enumerate(questions, 1)
    ]
    _heads(sheet, heads)
    sides = [say(f"workshop.sheet.{each}", language) for each in ("management", "staff")]
    _pick(sheet, "B", "B", sides)
    _pick(
        sheet,
        "C",
        _letters(len(heads)),
        [say(f"workshop.sheet.scale.{each}", language) for each in range(HIGHEST, LOWEST - 1, -1)],
    )
    guide = book.create_sheet(say("workshop.sheet.guide", language))
    guide.column_dimensions["A"].width = 100
    for row, each in enumerate(_GUIDE, 1):
        text = (
            say(f"workshop.sheet.{each}", language, least=engagement.settings.min_group)
            if each == "guide_d"
            else say(f"workshop.sheet.{each}", language)
        )
        put_text(guide.cell(row, 1), text, each)
    stream = BytesIO()
    save_still(book, stream)
    return stream.getvalue()


def _heads(sheet: Worksheet, heads: list[str]) -> None:
    from openpyxl.styles import Alignment, Font

    for column, text in enumerate(heads, 1):
        cell = sheet.cell(1, column)
        put_text(cell, text, "a question")
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[_letters(column)].width = 14 if column <= 2 else 22
    sheet.freeze_panes = "C2"


def _pick(sheet: Worksheet, first: str, last: str, choices: list[str]) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    listed = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True, showErrorMessage=True)
    listed.add(f"{first}2:{last}{ROOM + 1}")
    sheet.add_data_validation(listed)


def _letters(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)
