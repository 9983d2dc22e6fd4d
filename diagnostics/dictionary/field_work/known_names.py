"""What people call KPIs, units and each other, read as the ids that files keep 「名称对应」."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from diagnostics.dictionary.field_work.labels import category_words
from diagnostics.errors import InputError
from diagnostics.terms import LANGUAGES, Language

if TYPE_CHECKING:
    from diagnostics.dictionary.exchange.fields import Field
    from diagnostics.model.engagement import Engagement

_PEOPLE = frozenset({"by", "raised_by"})
_BESIDE = re.compile(r"^.+[（(]([^（()）]+)[)）]$")


@dataclass(frozen=True, eq=False)
class KnownNames:
    """Ids by what they are called, by kind 「名称对应表」.

    Parameters
    ----------
    ids : mapping
        By kind ("kpis", "entities", "people", "categories"): ids by the plain form of each name.
    shown : mapping
        By kind: each id with the name beside it, for the lists that people pick from.
    """

    ids: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    shown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def id_of(self, kind: str, text: str, place: str) -> str:
        """Id that a text names; the text itself where nothing is called so 「取编号」.

        Raises
        ------
        InputError
            When several are called so.
        """
        known = self.ids.get(kind, {})
        beside = _BESIDE.match(text.strip())
        for each in (text, beside[1] if beside else ""):
            found = known.get(_plain(each), ())
            exact = [name for name in found if name == each.strip()]
            if len(exact) == 1 or len(found) == 1:
                return exact[0] if exact else found[0]
            if found:
                told = " and ".join(map(repr, found))
                raise InputError(f"{place} == {text[:60]!r} is the name of {told}; write the id that is meant.")
        return text.strip()

    def in_words(self, message: str, language: Language) -> str:
        """Message with categories listed as the workbook calls them 「类别用语」."""
        ids = sorted({each for found in self.ids.get("categories", {}).values() for each in found})
        words = category_words(language)
        return message.replace(
            f"Known: {', '.join(ids)}.", f"Known: {', '.join(words.get(each, each) for each in ids)}."
        )

    @staticmethod
    def kind_of(wanted: Field) -> str:
        """Kind of things that a column names, empty where it names none of these 「名称种类」."""
        if wanted.name in _PEOPLE:
            return "people"
        return wanted.names if wanted.names in ("kpis", "entities", "categories") else ""


def known_names(engagement: Engagement, language: Language) -> KnownNames:
    """What an engagement calls its KPIs, units, people and categories 「项目中的名称」."""
    units = [each for each in engagement.entities if not each.person]
    named: dict[str, dict[str, tuple[str, ...]]] = {
        "kpis": {each.id: (each.name.zh, each.name.en) for each in engagement.kpis.values()},
        "entities": {each.id: (each.name, *each.aliases) for each in units},
        "people": {name: (shown,) for name, shown in engagement.settings.people.items()},
        "categories": {
            each: tuple(category_words(name)[each] for name in LANGUAGES) for each in category_words(language)
        } | {each: (said.zh, said.en) for each, said in engagement.settings.cause_categories.items()},
    }  # fmt: skip
    first = {
        "kpis": {each.id: each.name.say(language) for each in engagement.kpis.values()},
        "entities": {each.id: each.name for each in units}, "people": dict(engagement.settings.people),
    }  # fmt: skip
    shown = {kind: tuple(_beside(each, name) for each, name in names.items()) for kind, names in first.items()}
    return KnownNames({kind: _by_name(names) for kind, names in named.items()}, shown)


def _by_name(named: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key, names in named.items():
        for plain in dict.fromkeys(map(_plain, (key, *names))):
            if plain and key not in found.get(plain, ()):
                found[plain] = (*found.get(plain, ()), key)
    # What is an id is no other's name.
    return {plain: (plain,) if plain in named else ids for plain, ids in found.items()}


def _beside(key: str, name: str) -> str:
    """An id with its name before it, where it has one."""
    return key if not name or name == key else f"{name}（{key}）"


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()
