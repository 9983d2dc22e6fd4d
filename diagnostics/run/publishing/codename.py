"""Pages that bear a code in place of the client's name 「项目代号」."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError
from diagnostics.look.page import read_page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from diagnostics.look.page import Page
    from diagnostics.model.engagement import Settings


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
    known = sorted(settings.client_names, key=len, reverse=True)
    pattern = re.compile("|".join(re.escape(each) for each in known), re.IGNORECASE)
    return lambda text: pattern.sub(lambda _: settings.code, text)


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
    forms = {form for name in settings.client_names for form in (name, json.dumps(name)[1:-1])}
    named = [
        name for name, each in documents.items() if any(form.casefold().encode() in _folded(each) for form in forms)
    ]
    if named:
        raise InputError(f"The client's name stands in {', '.join(named)}, though engagement.yaml gives a codename.")


def _folded(content: bytes) -> bytes:
    try:
        return content.decode("utf-8").casefold().encode()
    except UnicodeDecodeError:
        return content.lower()


def _through(value: Any, change: Callable[[str], str]) -> Any:
    """Value with every text in it changed; keys are the record's own."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _through(each, change) for key, each in value.items()}
    return [_through(each, change) for each in value] if isinstance(value, list) else value
