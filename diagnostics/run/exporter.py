"""From an executed notebook to the page that leadership receives 「页面导出」."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from html import unescape
from typing import Any

from markupsafe import Markup, escape

from diagnostics.errors import InputError
from diagnostics.look.fonts import font_face
from diagnostics.look.heads import Heads
from diagnostics.look.page import MIME, FigurePart, Page, read_page
from diagnostics.look.parts import RUNGS
from diagnostics.look.tables import table_html
from diagnostics.look.theme import DARK, LIGHT, drawn_in_the_dark, mark, status_word
from diagnostics.run.assets import asset
from diagnostics.run.svg_guard import guarded
from diagnostics.terms import Language, say

TEMPLATE = "reports/templates/retrospective"
SHEETS = ("page", "parts", "print")
# A figure and the unit after it stay on one line.
_FIGURE = re.compile(r"[+−]?[¥$€£]?\d[\d,.]*(?:%| ?(?:[万亿]?元|[万亿]|个(?=百分点)|[kM]\b|bn\b))")
_VALUE = re.compile(
    r"(?P<figure>[+−]?(?:HK\$|JP¥|[¥$€£]|[A-Z]{3} )?\d[\d,.]*(?:[kM]\b|bn\b)?) ?(?P<unit>(?!年)[^\d\s][^\d]{0,17})?"
)
_TAB = re.compile(r"[\w .·–-]{1,60}")
_PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))


def page_of(notebook: Any) -> Page:
    """Page that an executed notebook emitted 「取页面」.

    Parameters
    ----------
    notebook : NotebookNode
        Executed notebook.

    Raises
    ------
    InputError
        When a cell failed or did not run, or when there is no page or more than one.
    """
    records = []
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type != "code":
            continue
        state = cell.metadata.get("papermill", {}).get("status", "completed")
        failed = any(each.output_type == "error" for each in cell.get("outputs", ()))
        if failed or state != "completed":
            what = "failed" if failed or state == "failed" else f"did not run to its end (it is {state})"
            raise InputError(f"Cell {number} of the notebook {what}; there is no page to render.")
        records += [each.data[MIME] for each in cell.get("outputs", ()) if MIME in each.get("data", {})]
    if len(records) != 1:
        raise InputError(f"The notebook has {len(records)} outputs of {MIME}, must have exactly one.")
    return read_page(records[0])


def render(page: Page, sheet: str = "") -> str:
    """Page as one self-contained HTML file: the same page, the same bytes 「渲染 HTML」.

    Parameters
    ----------
    page : Page
        From a step of the loop.
    sheet : str
        A style sheet of ``reports/templates`` that comes after the page's own, for another kind of page.

    Raises
    ------
    InputError
        When a figure holds what a page may not bear, or the font lacks a character.

    Notes
    -----
    No script, no request: the policy in its head forbids both, and allows the one style sheet by its hash.
    """
    template = _environment(page.language).get_template("page.html.j2")
    heads = Heads()
    content = {
        "page": page,
        "tab": _tab(page),
        "RUNGS": RUNGS,
        "table_html": lambda table: table_html(table, page.language, heads(table)),
    }
    bare = template.render(**content, figure_of=_Figures(), style="", policy="")
    style = Markup(_style(unescape(bare) + _PRINTABLE, sheet, heads))  # noqa: S704 (our own style sheets, colours and font)
    fingerprint = b64encode(sha256(style.encode()).digest()).decode("ascii")
    return str(template.render(**content, figure_of=_Figures(), style=style, policy=_policy(fingerprint)))


class _Figures:
    """Checked figures in the order in which a page shows them: each showing has ids of its own."""

    def __init__(self) -> None:
        self._shown = 0

    def __call__(self, part: FigurePart) -> tuple[Markup, Markup]:
        """Give the wide and the narrow drawing."""
        self._shown += 1
        narrow = guarded(part.narrow, f"n{self._shown}") if part.narrow else Markup("")
        return guarded(part.svg, f"w{self._shown}"), narrow


def _policy(style: str) -> str:
    return (
        f"default-src 'none'; img-src data:; style-src 'sha256-{style}'; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _style(text: str, sheet: str, heads: Heads) -> str:
    """Font of everything shown, colours of the theme, and the style sheets."""

    def colours(palette: dict[str, str]) -> str:
        return "".join(f"--{name}:{colour};" for name, colour in palette.items())

    files = [*(f"{TEMPLATE}/{name}.css" for name in SHEETS), *([f"reports/templates/{sheet}"] if sheet else [])]
    sheets = _tight("".join(asset(each).read_text(encoding="utf-8") for each in files))
    light = f":root{{{colours(LIGHT)}}}\n"
    drawn = "".join(
        f'.plate [{part}="{day}"]{{{part}:{night}}}'
        for day, night in drawn_in_the_dark().items()
        for part in ("fill", "stroke")
    )
    dark = f"@media screen and (prefers-color-scheme:dark){{:root{{{colours(DARK)}}}{drawn}}}\n"
    return f"{font_face(text + sheets)}\n{light}{dark}{sheets}{heads.sheet()}"


def _tight(sheet: str) -> str:
    """Style sheet without remarks and breaks, which no reader sees."""
    bare = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    return re.sub(r" ?([{};,]) ?", r"\1", re.sub(r"\s+", " ", bare)).replace(";}", "}")


@cache
def _environment(language: Language) -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(asset(TEMPLATE)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "say": lambda term, **values: say(term, language, **values),
        "mark": mark,
        "status_word": lambda status: status_word(status, language),
    }
    environment.filters |= {"figures": whole_figures, "parted": parted_value, "lines": str.splitlines}
    return environment


def _tab(page: Page) -> str:
    """Title of the browser's tab: plain words only, for it is shown outside the page."""
    named = [each for each in (page.subtitle, page.period) if _TAB.fullmatch(each)]
    return " · ".join(named) or say("page.tab", page.language)


def whole_figures(text: str) -> Markup:
    """Text whose figures keep their units on the same line 「数字不断行」.

    Examples
    --------
    >>> whole_figures("少 14.2 万元")
    Markup('少 <span class="figure">14.2 万元</span>')
    """
    done, parts = 0, []
    for found in _FIGURE.finditer(text):
        parts += [escape(text[done : found.start()]), Markup('<span class="figure">{}</span>').format(found[0])]
        done = found.end()
    return Markup("").join([*parts, escape(text[done:])])


def parted_value(value: str) -> tuple[str, str]:
    """Value of a headline as figure and unit, for the unit is set smaller 「数值与单位」.

    Examples
    --------
    >>> parted_value("142.6 万元"), parted_value("31.2%"), parted_value("尚不能判断")
    (('142.6', '万元'), ('31.2', '%'), ('', '尚不能判断'))
    """
    found = _VALUE.fullmatch(value)
    return (found["figure"], found["unit"] or "") if found else ("", value)
