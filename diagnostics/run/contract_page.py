"""The agreement on a measure as one self-contained page to print and sign 「约定页面」."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, SurroundingsError
from diagnostics.run.platform import write_whole

if TYPE_CHECKING:
    from diagnostics.loop.intervene.contract import ContractSheet
    from diagnostics.terms import Language

TEMPLATE = "reports/templates/contract"
_PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))


def sheet_of(path: Path, measure: str, language: Language | None = None) -> ContractSheet:
    """Agreement on a measure of an engagement, as its ledger has it 「取约定」.

    Raises
    ------
    InputError
        When the ledger has no such measure, or its pay scenario is not what it was agreed on with.
    """
    from diagnostics.loop.intervene.contract import contract_sheet
    from diagnostics.run.ledger.entries import held, ready

    engagement = ready(path)
    return contract_sheet(engagement, held(engagement, measure), language)


def write_contract(path: Path, measure: str, to: Path | None = None, language: Language | None = None) -> Path:
    """Write the page that the parties of a measure sign 「写约定页面」.

    Parameters
    ----------
    path : Path
        The engagement's folder.
    measure : str
        Id of the measure.
    to : Path, optional
        The page; reports/contract-ID.html of the engagement by default; one that is there is replaced.
    language : {"zh", "en"}, optional
        Language of the page; the engagement's by default.

    Raises
    ------
    InputError
        When the ledger has no such measure, its pay scenario is another, or the file's name ends in something else
        than .html.
    SurroundingsError
        When it can't be written.
    """
    from diagnostics.run.workbook_exchange import files_root

    if to is not None and to.suffix.lower() not in (".html", ".htm"):
        raise InputError(f"--to {str(to)!r}, must end in .html.")
    html = render_contract(sheet_of(path, measure, language))
    target = to or files_root(path) / "reports" / f"contract-{measure}.html"
    try:
        if to is None:
            target.parent.mkdir(exist_ok=True)
        write_whole(target, html.encode("utf-8"))
    except OSError as error:
        raise SurroundingsError(f"{target} can't be written: {error.strerror}.") from error
    return target


def render_contract(sheet: ContractSheet) -> str:
    """Agreement as one self-contained HTML file: no script, no request, every text escaped 「渲染约定」."""
    from markupsafe import Markup

    from diagnostics.look.fonts import font_face
    from diagnostics.run.assets import asset

    template = _environment(sheet.language).get_template("contract.html.j2")
    sheets = asset(f"{TEMPLATE}/contract.css").read_text(encoding="utf-8")
    bare = template.render(sheet=sheet, style="", policy="")
    style = Markup(f"{font_face(unescape(bare) + _PRINTABLE)}\n{sheets}")  # noqa: S704 (our own style sheet and font)
    fingerprint = b64encode(sha256(style.encode()).digest()).decode("ascii")
    policy = (
        f"default-src 'none'; style-src 'sha256-{fingerprint}'; font-src data:; base-uri 'none'; form-action 'none'"
    )
    return str(template.render(sheet=sheet, style=style, policy=policy))


def _environment(language: Language) -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from diagnostics.run.assets import asset
    from diagnostics.terms import say

    environment = Environment(
        loader=FileSystemLoader(asset(TEMPLATE)), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.globals["say"] = lambda term, **values: say(f"ledger.contract.{term}", language, **values)
    environment.filters["lines"] = str.splitlines
    return environment
