"""What a page for readers is made of 「页面」.

A step builds a `Page`; the exporter in ``run`` renders it. Nothing else enters a published page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from diagnostics.errors import InputError
from diagnostics.look.parts import (
    Action,
    Actions,
    AnyPart,
    Bullets,
    Callout,
    Fact,
    Facts,
    FigurePart,
    Headline,
    Note,
    Paragraph,
    TablePart,
    Verdict,
)
from diagnostics.look.words import Part, Prose, Short, Words
from diagnostics.terms import Language

__all__ = [
    "MIME", "Action", "Actions", "AnyPart", "Bullets", "Callout", "Fact", "Facts", "FigurePart", "Headline", "Note",
    "Page", "Paragraph", "Section", "TablePart", "Verdict", "read_page",
]  # fmt: skip

MIME = "application/vnd.perfloop.page+json"
NAME, VERSION = "perfloop.page", 1
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,63}$")]


class Section(Part):
    """Section of a page 「章节」.

    Parameters
    ----------
    id : str
        Anchor: lower-case letters, digits, hyphens; one of its own in the page.
    title : str
        Its head.
    lead : str
        Sentence beside the head.
    parts : tuple of parts
        Paragraph, Bullets, TablePart, FigurePart, Callout, Facts, Actions, Verdict, Note.
    folded : bool
        Whether it waits behind its head; print shows it open.
    inside : str
        Line on the fold that says what is inside; its lead stands there where this is empty.
    """

    id: Slug
    title: Short
    lead: Words = ""
    parts: tuple[AnyPart, ...] = Field(default=(), max_length=200)
    folded: bool = False
    inside: Words = ""


class Page(Part):
    """One page for leadership, conclusion first 「页面」.

    Parameters
    ----------
    language : {"zh", "en"}
        Language of all its words.
    title : str
        The conclusion, as one sentence.
    subtitle : str
        Which document this is: 绩效改进复盘.
    client, period, stamp : str
        Whose page, which period as readers say it, and the as-of date or state.
    lead : tuple of str
        Two to four sentences that would suffice alone.
    notices : tuple of Callout
        What a reader must know before any figure, such as a correction; at best none.
    headlines : tuple of Headline
        At best four.
    sections, appendix : tuple of Section
        The appendix is folded and set apart.
    footer : tuple of str
        Lines at the end: no clock time, no path.
    fingerprint : str
        Fingerprint of the data, shown at the end.
    draft : str
        Word that is stamped across a page nobody may rely on yet; empty otherwise.
    synthetic : bool
        Whether the figures are simulated; the page then says so at its top.
    """

    language: Language
    title: Short
    subtitle: Words = ""
    client: Words = ""
    period: Words = ""
    stamp: Words = ""
    lead: tuple[Prose, ...] = Field(default=(), max_length=8)
    notices: tuple[Callout, ...] = Field(default=(), max_length=5)
    headlines: tuple[Headline, ...] = Field(default=(), max_length=8)
    sections: tuple[Section, ...] = Field(min_length=1, max_length=40)
    appendix: tuple[Section, ...] = Field(default=(), max_length=40)
    draft: Words = ""
    footer: tuple[Words, ...] = Field(default=(), max_length=12)
    fingerprint: Words = ""
    synthetic: bool = False

    @model_validator(mode="after")
    def _anchors_differ(self) -> Self:
        ids = [each.id for each in (*self.sections, *self.appendix)]
        again = sorted({each for each in ids if ids.count(each) > 1})
        if again:
            raise ValueError(f"section ids must differ within a page, got twice: {again}")
        return self

    def record(self) -> dict[str, Any]:
        """Page as JSON's own types with its schema: the one output of a publishing notebook 「页面记录」."""
        return {"schema": {"name": NAME, "version": VERSION}, **self.model_dump(mode="json")}

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:  # noqa: ARG002 (Jupyter's protocol)
        return {MIME: self.record(), "text/plain": self.title}


def read_page(record: Mapping[str, Any]) -> Page:
    """Page from its record 「读取页面」.

    Parameters
    ----------
    record : mapping
        What `Page.record` gave, after JSON.

    Raises
    ------
    InputError
        When the record bears another schema or a newer version, or breaks a rule of a part; it says which and where.
    """
    if not isinstance(record, Mapping):
        raise InputError(f"A page record must be an object, got {type(record).__name__}.")
    content = dict(record)
    schema = content.pop("schema", None)
    named = schema if isinstance(schema, Mapping) else {}
    if named.get("name") != NAME:
        raise InputError(f"Page record bears schema {named.get('name')!r}, must be {NAME!r}.")
    version = named.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise InputError(f"Page record has schema version {version!r}; this perfloop reads up to {VERSION}.")
    return Page(**content)
