"""Pages that bear a code in place of the client's name 「项目代号」."""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError
from diagnostics.look.page import read_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from diagnostics.look.page import Page
    from diagnostics.model.engagement import Settings

# Latin names up to this many letters are words of the language as well.
_SHORT = 3


def coding(settings: Settings) -> Callable[[str], str]:
    """What puts the code in place of the client's name; without a code it leaves texts alone 「代号替换」.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from diagnostics.model.text import Text
    >>> coding(SimpleNamespace(code="P7", client=Text(en="Acme"), client_names=("Acme",)))("ACME and Acme")
    'P7 and P7'
    """
    if not settings.code:
        return lambda text: text
    patterns = _patterns(settings.client_names)

    def code(text: str) -> str:
        for each in patterns:
            text = each.sub(lambda _: settings.code, text)
        return text

    return code


def _patterns(names: Iterable[str]) -> list[re.Pattern[str]]:
    """What finds each name, the longest first: a short one in Latin letters stands as a word, for "GAP" is no gap."""
    found = []
    for name in sorted(names, key=len, reverse=True):
        is_short = name.isascii() and len(name) <= _SHORT
        plain = re.escape(name)
        whole = rf"(?<![A-Za-z0-9]){plain}(?![A-Za-z0-9])"
        found.append(re.compile(whole) if is_short else re.compile(plain, re.IGNORECASE))
    return found


def coded(page: Page, settings: Settings) -> Page:
    """Page in which the code stands wherever the client's name did 「代号页面」."""
    return read_page(_through(page.record(), coding(settings))) if settings.code else page


def dressing(settings: Settings) -> dict[str, Callable[[Page], Page]]:
    """What a rendering is told where a code stands for the client's name; nothing else 「渲染时的代号」."""
    return {"dress": lambda page: coded(page, settings)} if settings.code else {}


def refuse_name(documents: Mapping[str, bytes], settings: Settings) -> None:
    """Refuse documents in which the client's name stands though a code is to 「拒绝客户名」.

    Raises
    ------
    InputError
        Naming the documents, not the name.
    """
    if not settings.code:
        return
    forms = {form for name in settings.client_names for form in (name, json.dumps(name)[1:-1], escape(name))}
    patterns = _patterns(forms)
    named = [name for name, each in documents.items() if any(form.search(_text(each)) for form in patterns)]
    if named:
        raise InputError(f"The client's name stands in {', '.join(named)}, though engagement.yaml gives a codename.")


def _text(content: bytes) -> str:
    """Content as text; of what is none, its bytes as they are."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _through(value: Any, change: Callable[[str], str]) -> Any:
    """Value with every text in it changed; keys are the record's own."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _through(each, change) for key, each in value.items()}
    return [_through(each, change) for each in value] if isinstance(value, list) else value
