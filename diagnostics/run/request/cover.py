"""The letter that goes with a data request: what, by when, how to send it safely, on what ground 「资料清单说明」."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from diagnostics.dictionary.request.reach import reach_words
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diagnostics.model.data_request import DataRequest, ItemStatus
    from diagnostics.model.engagement import Engagement

# Signs that mean something in Markdown or HTML.
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~!])")
# Full stops: of Chinese, of English.
_STOPS = "\u3002."
_HEADS = ("id", "item", "need", "periods", "privacy", "status")


def cover_text(request: DataRequest, engagement: Engagement, workbook: str) -> str:
    """Cover of a data request as Markdown 「资料清单说明」.

    Parameters
    ----------
    request : DataRequest
        What is asked for.
    engagement : Engagement
        With its purpose and legal basis, where they are recorded.
    workbook : str
        Name of the workbook that goes with it.
    """
    settings, language = engagement.settings, request.language
    client = settings.code or settings.client.say(language)
    due = request.due.isoformat() if request.due else say("request.cover.no_due", language)
    words = {"client": literal(client), "due": literal(due), "workbook": literal(workbook),
             "contact": literal(request.contact or say("request.cover.no_contact", language)),
             "count": len(request.items)}  # fmt: skip
    parts = [
        f"# {say('request.cover.title', language, **words)}",
        say("request.cover.lead", language, **words),
        "\n".join(_table(request)),
        *_section("fill", request, words),
        *_section("send", request, words),
        f"## {say('request.cover.ground.head', language)}",
        "\n".join(f"- {each}" for each in _ground(engagement, language)),
        f"## {say('request.cover.missing.head', language)}",
        "\n".join(_missing(request)) or say("request.cover.missing.none", language),
    ]
    return "\n\n".join(parts) + "\n"


def literal(text: str) -> str:
    r"""Text as Markdown that shows it and nothing else 「转义」.

    Examples
    --------
    >>> literal("a|b <c>\n_d_")
    'a\\|b \\<c\\> \\_d\\_'
    """
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))


def _table(request: DataRequest) -> Iterator[str]:
    language = request.language
    yield "| " + " | ".join(say(f"request.head.{each}", language) for each in _HEADS) + " |"
    yield "|" + "---|" * len(_HEADS)
    for each in request.items:
        yield "| " + " | ".join(literal(cell) for cell in _row(each, language)) + " |"


def _row(status: ItemStatus, language: Language) -> tuple[str, ...]:
    item = status.item
    return (
        item.id, item.title.say(language), say(f"request.yes_no.{'must' if item.must else 'should'}", language),
        reach_words(item.reach).say(language) if item.reach else "–",
        say(f"request.privacy.{item.privacy}", language), say(f"request.state.{status.state}", language),
    )  # fmt: skip


def _section(name: str, request: DataRequest, words: dict[str, object]) -> Iterator[str]:
    language = request.language
    private = any(each.item.privacy in ("personal", "pay") for each in request.items)
    lines = [*("abc"), *("d" if private and name == "send" else "")]
    yield f"## {say(f'request.cover.{name}.head', language)}"
    yield "\n".join(f"- {say(f'request.cover.{name}.{each}', language, **words)}" for each in lines)


def _ground(engagement: Engagement, language: Language) -> Iterator[str]:
    """On what ground the data is asked for and kept, as engagement.yaml records it; what it does not is told."""
    keeping = engagement.settings.keeping
    told = {
        "purpose": keeping.purpose.say(language), "legal_basis": keeping.legal_basis.say(language),
        "contract": keeping.contract, "until": keeping.until.isoformat() if keeping.until else "",
    }  # fmt: skip
    for name, text in told.items():
        shown = literal(text) if text.strip() else say("request.cover.ground.unknown", language)
        yield say(f"request.cover.ground.{name}", language, text=shown)


def _missing(request: DataRequest) -> Iterator[str]:
    """What is not there yet, and what that makes impossible."""
    language = request.language
    for each in request.items:
        if each.state != "received":
            lacking = say("request.semicolon", language).strip("|").join(one.say(language) for one in each.lacking)
            yield "- " + say(
                "request.cover.missing.line", language, item=literal(each.item.title.say(language)),
                state=say(f"request.state.{each.state}", language), lacking=literal(lacking.rstrip(_STOPS)),
                impossible=literal(_sentence(each.impossible.say(language), language)),
            )  # fmt: skip


def _sentence(text: str, language: Language) -> str:
    """Text with the full stop that words of a playbook may lack."""
    return text if not text or text.endswith(tuple(_STOPS)) else text + _STOPS[language == "en"]
