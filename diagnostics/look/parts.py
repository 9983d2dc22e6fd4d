"""Parts of a page 「页面部件」."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from diagnostics.look.tables import Table
from diagnostics.look.theme import Status, Tone
from diagnostics.look.words import FigureText, Part, Prose, Short, Words


class Fact(Part):
    """One line of a figure's 口径 「口径条目」.

    Parameters
    ----------
    label, value : str
        Such as 公式 and 成交单数 ÷ 进店人次.
    """

    label: Short
    value: Words


class Facts(Part):
    """How a figure is counted, folded below it 「口径」.

    Parameters
    ----------
    rows : tuple of Fact
        Definition, formula, source, rows, owner, last change.
    title : str
        Word on the fold; the term ``page.facts`` where empty.
    """

    kind: Literal["facts"] = "facts"
    rows: tuple[Fact, ...] = Field(min_length=1, max_length=20)
    title: Words = ""


class Headline(Part):
    """One of the figures at the top of a page 「关键数字」.

    Parameters
    ----------
    label : str
        What it is: 12 月营收.
    value : str
        Figure with its unit, from `numbers.show`; the page sets the unit smaller.
    note : str
        What to compare it with: 比目标少 14.2 万元.
    status : status, optional
        Drawn as shape and word.
    facts : Facts, optional
        Its 口径.
    """

    label: Short
    value: FigureText
    note: Words = ""
    status: Status | None = None
    facts: Facts | None = None


class Paragraph(Part):
    """Paragraph of a section 「段落」.

    Parameters
    ----------
    text : str
        Plain text; a line break stays one.
    tone : {"body", "lead", "note"}
        ``lead`` is larger, ``note`` smaller.
    """

    kind: Literal["paragraph"] = "paragraph"
    text: Prose
    tone: Literal["body", "lead", "note"] = "body"


class Bullets(Part):
    """List of sentences 「要点」.

    Parameters
    ----------
    items : tuple of str
        One sentence or two each.
    ordered : bool
        Whether their order means something.
    """

    kind: Literal["bullets"] = "bullets"
    items: tuple[Prose, ...] = Field(min_length=1, max_length=60)
    ordered: bool = False


class TablePart(Part):
    """Table in a section 「表格」.

    Parameters
    ----------
    table : Table
        Its texts.
    folded : bool
        Whether it waits behind its caption.
    """

    kind: Literal["table"] = "table"
    table: Table
    folded: bool = False


class FigurePart(Part):
    """Figure with its words 「图」.

    Parameters
    ----------
    svg : str
        From `figure.svg`.
    alt : str
        What the figure shows, for those who can't see it: the finding, not the axes.
    caption : str
        Line below the figure.
    title : str
        Line above the figure: what it says.
    narrow : str
        The same figure drawn for a phone; the wide one scrolls there where empty.
    table : Table, optional
        Figures behind it, folded.
    """

    kind: Literal["figure"] = "figure"
    svg: str = Field(min_length=1, max_length=2_000_000)
    alt: Annotated[Prose, Field(pattern=r"\S")]
    caption: Words = ""
    title: Words = ""
    narrow: str = Field(default="", max_length=2_000_000)
    table: Table | None = None


class Callout(Part):
    """Passage set apart 「提示框」.

    Parameters
    ----------
    title : str
        Its head.
    text : str
        Plain text; a line break stays one.
    tone : tone
        ``watch`` for a caution, ``good`` for good news, ``quiet`` for a remark or 顾问判断.
    """

    kind: Literal["callout"] = "callout"
    title: Short
    text: Prose
    tone: Tone = "quiet"


class Action(Part):
    """Next step with its owner 「下一步」.

    Parameters
    ----------
    what, owner, due : str
        What is to be done, by whom, until when.
    note : str
        Why, or how one will see that it is done.
    status : status, optional
        Where it stands.
    """

    what: Short
    owner: Words = ""
    due: Words = ""
    note: Words = ""
    status: Status | None = None


class Actions(Part):
    """Next steps or decisions asked for 「下一步行动」.

    Parameters
    ----------
    items : tuple of Action
        In order of weight.
    """

    kind: Literal["actions"] = "actions"
    items: tuple[Action, ...] = Field(min_length=1, max_length=60)


# The evidence ladder, lowest rung first: only the last is a verdict on the measure.
Rungs = tuple[bool | None, bool | None, bool | None, bool | None]
RUNGS = ("carried_out", "process_moved", "outside_range", "attributable")


class Verdict(Part):
    """What became of one measure 「措施结论」.

    Parameters
    ----------
    title : str
        The measure.
    status : status
        ``worked``, ``no_evidence``, ``worse`` or ``insufficient``.
    value : str
        Effect with its unit; empty where none is stated.
    interval : str
        Its range in words: 可能在 +0.4 至 +3.0 个百分点之间.
    text : str
        Sentence or two.
    rungs : tuple of bool
        What is known of each rung of the evidence ladder, in the order of `RUNGS`: reached, not reached, or nothing.
    judge_from : str
        Period from which it can be judged, where it can't yet.
    owner : str
        Who answers for the measure.
    facts : Facts, optional
        How the effect was counted.
    """

    kind: Literal["verdict"] = "verdict"
    title: Short
    status: Status
    value: FigureText | Literal[""] = ""
    interval: Words = ""
    text: Words = ""
    rungs: Rungs = (None, None, None, None)
    judge_from: Words = ""
    owner: Words = ""
    facts: Facts | None = None


class Note(Part):
    """What a person judges, set apart from what was computed 「顾问判断」.

    Parameters
    ----------
    title : str
        Its head.
    by : str
        Who wrote it, and when.
    flag : str
        What a reader must know before relying on it, such as that the figures changed since; empty where nothing.
    parts : tuple of parts
        Paragraphs, lists, tables: plain text, which the page escapes.
    """

    kind: Literal["note"] = "note"
    title: Short
    by: Words = ""
    flag: Words = ""
    parts: tuple[Annotated[Paragraph | Bullets | TablePart, Field(discriminator="kind")], ...] = Field(
        min_length=1, max_length=60
    )


AnyPart = Annotated[
    Paragraph | Bullets | TablePart | FigurePart | Callout | Facts | Actions | Verdict | Note,
    Field(discriminator="kind"),
]
