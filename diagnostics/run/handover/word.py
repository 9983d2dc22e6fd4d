"""A page as HTML that Word opens and edits: plain tables, one style sheet, no picture 「Word 可编辑的页面」."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from diagnostics.run.assets import asset

if TYPE_CHECKING:
    from diagnostics.look.page import Page
    from diagnostics.terms import Language

TEMPLATE = "reports/templates/word"


def word_html(page: Page) -> str:
    """Page as HTML for Word, every text escaped: the same page, the same bytes 「渲染为 Word 可读的 HTML」.

    Parameters
    ----------
    page : Page
        Its figures are told by their titles and tables: drawings can't be edited.
    """
    from markupsafe import Markup

    style = Markup(asset(f"{TEMPLATE}/word.css").read_text(encoding="utf-8"))  # noqa: S704 (our own style sheet)
    fingerprint = b64encode(sha256(style.encode()).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{fingerprint}'; base-uri 'none'; form-action 'none'"
    template = _environment(page.language).get_template("word.html.j2")
    return str(template.render(page=page, style=style, policy=policy))


@cache
def _environment(language: Language) -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from diagnostics.look.theme import status_word
    from diagnostics.terms import say

    environment = Environment(
        loader=FileSystemLoader(asset(TEMPLATE)), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.globals |= {
        "say": lambda term, **values: say(term, language, **values),
        "status_word": lambda status: status_word(status, language),
    }
    environment.filters["lines"] = str.splitlines
    return environment
