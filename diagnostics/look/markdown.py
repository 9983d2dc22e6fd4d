"""A page as Markdown that every editor shows: words and tables, figures as the tables behind them 「Markdown 文本」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from diagnostics.look.numbers import MISSING
from diagnostics.look.parts import Actions, Bullets, Callout, Facts, FigurePart, Note, Paragraph, TablePart, Verdict
from diagnostics.look.theme import status_word
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.look.page import Page, Section
    from diagnostics.look.parts import Action, AnyPart
    from diagnostics.look.tables import Table
    from diagnostics.terms import Language

# Signs that mean something in the midst of a line, and those that do only where a line begins.
_MEANT = re.compile(r"([\\`*_\[\]<>|~$]|&(?=#?\w+;))")
_FIRST = re.compile(r"^(\s*)([#+=-]|\d+[.)](?=\s|$))")


def markdown_of(page: Page) -> str:
    """Page as Markdown 「页面转 Markdown」.

    Parameters
    ----------
    page : Page
        From a step of the loop.

    Returns
    -------
    str
        Headings, paragraphs, lists and tables (GitHub's); every text of a client is escaped, so that it stays text. A
        figure is told by its title, what it shows, and its table.
    """
    blocks = [f"# {plain_text(page.title)}"]
    head = [each for each in (page.client, page.subtitle, page.period, page.stamp) if each]
    blocks += [plain_text(" · ".join(head))] if head else []
    blocks += [f"> **{plain_text(say('page.synthetic', page.language))}**"] if page.synthetic else []
    blocks += [plain_text(each) for each in page.lead]
    blocks += [block for each in page.notices for block in _part(each, page.language)]
    if page.headlines:
        blocks.append("\n".join(f"- {_headline(each.label, each.value, each.note)}" for each in page.headlines))
    for section in (*page.sections, *page.appendix):
        blocks += _section(section, page.language)
    blocks += [plain_text(each) for each in page.footer]
    return "\n\n".join(blocks) + "\n"


def plain_text(text: str) -> str:
    r"""Text in which no sign means anything to Markdown 「转义为纯文本」.

    Examples
    --------
    >>> plain_text("a*b <img> [x](y)"), plain_text("# 1\n- 2")
    ('a\\*b \\<img\\> \\[x\\](y)', '\\# 1  \n\\- 2')
    """
    lines = (_FIRST.sub(_behind, _MEANT.sub(r"\\\1", line.strip())) for line in text.splitlines())
    return "  \n".join(lines)


def _behind(found: re.Match[str]) -> str:
    """Sign at the head of a line, or the full stop after a number there, behind a backslash."""
    sign = found[2]
    return f"{found[1]}{sign[:-1]}\\{sign[-1]}"


def _headline(label: str, value: str, note: str) -> str:
    told = f"{plain_text(label)} **{plain_text(value)}**"
    return f"{told} ({plain_text(note)})" if note else told


def _section(section: Section, language: Language) -> Iterator[str]:
    yield f"## {plain_text(section.title)}"
    if section.lead:
        yield plain_text(section.lead)
    for each in section.parts:
        yield from _part(each, language)


def _part(part: AnyPart, language: Language) -> Iterator[str]:
    """Blocks of a part, by its kind."""
    if isinstance(part, TablePart):
        yield from table_markdown(part.table, language)
    elif isinstance(part, FigurePart):
        yield f"*{_line(part.title or part.alt)}*"
        yield from table_markdown(part.table, language) if part.table is not None else ()
    elif isinstance(part, Verdict):
        yield from _verdict(part, language)
    elif isinstance(part, Note):
        yield _quoted(*_note(part, language))
    else:
        yield _words(part, language)


def _words(part: Paragraph | Bullets | Callout | Facts | Actions, language: Language) -> str:
    """Block of a part that holds nothing but words."""
    if isinstance(part, Paragraph):
        return plain_text(part.text)
    if isinstance(part, Callout):
        return _quoted(f"**{_line(part.title)}**", plain_text(part.text))
    if isinstance(part, Bullets):
        return "\n".join(f"{f'{at}.' if part.ordered else '-'} {_line(each)}" for at, each in enumerate(part.items, 1))
    if isinstance(part, Facts):
        return "\n".join(f"- {_line(each.label)}: {_line(each.value)}" for each in part.rows)
    return "\n".join(f"- {_action(each, language)}" for each in part.items)


def _verdict(part: Verdict, language: Language) -> Iterator[str]:
    yield f"### {_line(part.title)}: {status_word(part.status, language)}"
    told = [each for each in (part.value, part.interval, part.text, part.judge_from, part.owner) if each]
    yield "\n".join(f"- {_line(each)}" for each in told)


def _note(part: Note, language: Language) -> Iterator[str]:
    """What a person judges, quoted with its head: it is no result."""
    yield f"**{_line(part.title)}**" + (f" ({_line(part.by)})" if part.by else "")
    if part.flag:
        yield f"**{_line(part.flag)}**"
    for each in part.parts:
        yield from _part(each, language)


def _action(each: Action, language: Language) -> str:
    told = [each.owner, each.due, status_word(each.status, language) if each.status else "", each.note]
    more = " · ".join(_line(one) for one in told if one)
    return f"{_line(each.what)} ({more})" if more else _line(each.what)


def table_markdown(table: Table, language: Language) -> Iterator[str]:
    """Table in GitHub's form, its caption before it and its note after it 「表格」."""
    yield f"**{_line(table.caption)}**"
    rows = [[_inline(each.label) for each in table.columns]]
    rows.append(["---:" if each.align == "right" else "---" for each in table.columns])
    for row in table.rows:
        cells = ((row.get(each.key) or "", each.kind) for each in table.columns)
        told = (status_word(text, language) if kind == "status" and text else text for text, kind in cells)
        rows.append([_inline(each) or MISSING for each in told])
    yield "\n".join(f"| {' | '.join(each)} |" for each in rows)
    if table.note:
        yield plain_text(table.note)


def _line(text: str) -> str:
    """Text on one line: in a list or a cell a new line would end it."""
    return plain_text(" ".join(text.split()))


def _inline(text: str) -> str:
    """Text of a cell: no line begins there, so that a sign before a figure needs nothing."""
    return _MEANT.sub(r"\\\1", " ".join(text.split()))


def _quoted(*blocks: str) -> str:
    return "\n>\n".join("\n".join(f"> {line}" for line in block.splitlines()) for block in blocks if block)
