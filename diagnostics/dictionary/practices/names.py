"""Names of a client that no card may bear 「客户名称检查」."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement

# A name of one sign would be found everywhere.
_SHORTEST = 2
_CODE = 5
_BESIDE = re.compile(r"[(\[\u3010\u3014].*?[)\]\u3011\u3015]")
_LATIN = re.compile(r"[a-z0-9]")


@dataclass(frozen=True, slots=True)
class NameFound:
    """A client's name in a text 「发现的名称」.

    Parameters
    ----------
    where : str
        Field, such as ``cause.zh``.
    masked : str
        The name, all but its first sign hidden.
    what : str
        Whose name it is: ``client``, ``entity`` or ``person``.
    """

    where: str
    masked: str
    what: str


def client_names(engagement: Engagement, acting: Iterable[str] = ()) -> dict[str, str]:
    """Every name by which a client, its entities and its people are known, and which of these it is 「客户名称」.

    Parameters
    ----------
    acting : iterable of str
        Ids of those whom the ledger names.
    """
    settings = engagement.settings
    found: dict[str, str] = {}
    people = {*settings.people, *settings.people.values(), *settings.roles, *acting}
    for entity in engagement.entities:
        people |= {each.person for each in entity.tenures}
        names = (entity.id, entity.name, *entity.aliases)
        if entity.person:
            people |= set(names)
        else:
            found |= {each: "entity" for name in names for each in _forms(name)}
    found |= {each: "person" for name in people for each in _forms(name)}
    client = (settings.id, settings.client.zh, settings.client.en, settings.code, engagement.folder.name)
    found |= {each: "client" for name in client for each in _forms(name)}
    # What a level is called, and the number of a store, stand in any text; a longer number is a code of its own.
    usual = {_plain(each.level) for each in engagement.entities}
    return {name: what for name, what in found.items() if name not in usual and not _mere_number(name)}


def names_in(texts: Mapping[str, str], names: Mapping[str, str]) -> Iterator[NameFound]:
    """Names that stand in texts, by their field 「查找名称」.

    Notes
    -----
    Width, case and blanks make no difference. A name in Latin letters counts as a word of its own, one in Chinese
    wherever it stands. Not looked for are names of a single sign, numbers of up to 4 digits, and names that are those
    of a level too (``store``).
    """
    for where, text in texts.items():
        plain, tight = _plain(text), _tight(text)
        for name, what in names.items():
            latin = bool(_LATIN.match(name[0]) and _LATIN.match(name[-1]))
            there = re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", plain) if latin else None
            if there or (not latin and _tight(name) in tight):
                yield NameFound(where, f"{name[0]}{'*' * (len(name) - 1)}", what)


def texts_of(value: Any, at: str = "") -> dict[str, str]:
    """Every text of plain data by its path 「全部文本」.

    Examples
    --------
    >>> texts_of({"a": {"zh": "b"}, "c": ["d"], "e": 1})
    {'a.zh': 'b', 'c[0]': 'd'}
    """
    if isinstance(value, str):
        return {at: value}
    if isinstance(value, Mapping):
        parts = ((f"{at}.{key}" if at else str(key), each) for key, each in value.items())
    elif isinstance(value, list | tuple):
        parts = ((f"{at}[{number}]", each) for number, each in enumerate(value))
    else:
        return {}
    return {place: text for key, each in parts for place, text in texts_of(each, key).items()}


def _forms(name: str) -> set[str]:
    """A name as it may be written: whole, without what stands in brackets, without underscores."""
    whole = _plain(name)
    bare = _plain(_BESIDE.sub(" ", unicodedata.normalize("NFKC", name)))
    spaced = {each.replace("_", " ").replace("-", " ") for each in (whole, bare)}
    return {each for each in ({whole, bare} | spaced) if len(_tight(each)) >= _SHORTEST}


def _mere_number(name: str) -> bool:
    return len(name) < _CODE and name.isdigit()


def _plain(text: str) -> str:
    """Signs that nobody sees, such as a zero-width space, hide no name."""
    seen = (each for each in unicodedata.normalize("NFKC", text) if unicodedata.category(each) != "Cf")
    return " ".join("".join(seen).casefold().split())


def _tight(text: str) -> str:
    return "".join(_plain(text).split())
