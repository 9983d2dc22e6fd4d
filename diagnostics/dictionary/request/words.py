"""Words of the data request in both languages at once 「双语措辞」."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from diagnostics.model.text import Text
from diagnostics.terms import LANGUAGES, say


def told(term: str, /, **values: object) -> Text:
    """Words of a term in both languages; a Text among the values is said in each 「双语文案」.

    Parameters
    ----------
    term : str
        Id below ``request``.
    **values
        Placeholders.
    """
    said = {
        language: say(
            f"request.{term}",
            language,
            **{name: each.say(language) if isinstance(each, Text) else each for name, each in values.items()},
        )
        for language in LANGUAGES
    }
    return Text(**said)


def plain(words: str) -> Text:
    """The same words for readers of both languages 「原样」."""
    return Text(zh=words, en=words)


def joined(parts: Iterable[Text], term: str = "comma") -> Text:
    """Several as one: listed with commas, or sentences one after the other 「连接」.

    Parameters
    ----------
    term : {"comma", "semicolon", "stop"}
        What stands between them.
    """
    listed = [each for each in parts if each]
    return Text(
        **{
            language: say(f"request.{term}", language).strip("|").join(each.say(language) for each in listed)
            for language in LANGUAGES
        }
    )


def listed(parts: Sequence[Text], most: int) -> Text:
    """The first of several, and how many more there are 「列举」."""
    left = len(parts) - most
    shown = joined(parts[:most])
    return told("and_more", names=shown, count=left) if left > 0 else shown
