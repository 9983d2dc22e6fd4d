"""The parts of a document that can tell something, each with its place 「文档片段」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# Of attributes some draw and name parts of the document itself: no client text reaches them, and no name is told there.
Part = Literal["text", "attribute", "drawing", "comment", "style", "policy"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document's text that is read as one 「片段」.

    Parameters
    ----------
    place : str
        Where it stands, such as ``line 12, text of <td>``.
    text : str
        As it reads once the form's own escapes are undone.
    part : str
        Whether it is text, an attribute, part of a drawing, a comment, a style sheet or the page's policy.
    """

    place: str
    text: str
    part: Part = "text"
