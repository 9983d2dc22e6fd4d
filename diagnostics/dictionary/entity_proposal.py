"""Which entity an unmatched name may mean: listed for people to confirm, never taken 「对象名称建议」."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from diagnostics.dictionary.entity_name import cored, edit_distance, folded, numbered, placeless, unbracketed
from diagnostics.errors import nearest
from diagnostics.model.entity import Entities


@dataclass(frozen=True, slots=True)
class Proposal:
    """Entity that a name may mean, and why 「名称建议」.

    Parameters
    ----------
    id : str
        Id of the entity.
    name : str
        Its name or alias that is nearest.
    reason : str
        In what the two names differ, in English, for the terminal.
    """

    id: str
    name: str
    reason: str


# From the surest to the boldest: two names that are one under a form may be one entity.
_FORMS: tuple[tuple[Callable[[str], str], str], ...] = (
    (folded, "width, case, blanks or signs"),
    (numbered, "how the number is written"),
    (lambda name: numbered(unbracketed(name)), "words in brackets"),
    (lambda name: cored(numbered(name)), "the kind of place at the end"),
    (lambda name: cored(numbered(unbracketed(name))), "words in brackets and the kind of place at the end"),
    (lambda name: placeless(cored(numbered(unbracketed(name)))), "the province or city in front"),
)
# Beyond these a name says too little for one sign to be a slip.
_FEWEST_SIGNS, _FEWEST_LETTERS = 4, 6
# One sign of these for another is another place, not a slip.
_TELLING = frozenset("东西南北中新老旧上下前后左右大小内外甲乙丙丁戊高低")


def propose(name: str, entities: Entities) -> Proposal | None:
    """Entity that an unmatched name may mean 「对象名称建议」.

    Parameters
    ----------
    name : str
        As it stands in the client's file.
    entities : Entities
        Whom figures are about.

    Returns
    -------
    Proposal or None
        None where no name is near, or names of several entities are equally near: nobody is guessed between.

    Examples
    --------
    >>> from diagnostics.model.entity import Entity
    >>> entities = Entities(tuple(Entity(id=f"e{n}", name=f"华东{n}区", level="region") for n in (1, 2)))
    >>> propose("华东一区", entities)
    Proposal(id='e1', name='华东1区', reason='how the number is written')
    >>> propose("华东三区", entities) is None
    True
    """
    known = tuple(entities.names.items())
    for at, (form, reason) in enumerate(_FORMS):
        wanted = form(name)
        found = _index(at, known).get(wanted, ()) if wanted else ()
        if len({key for _, key in found}) > 1:
            return None
        if found:
            return Proposal(found[0][1], found[0][0], reason)
    return _slip(name, known)


def hint(name: str, entities: Entities) -> str | None:
    """Known name to show beside an unmatched one: the proposal's, else the nearest with the same numbers 「相近名称」.

    Examples
    --------
    >>> from diagnostics.model.entity import Entity
    >>> entities = Entities((Entity(id="s1", name="武侯店", level="store"),))
    >>> hint("武候店", entities), hint("s2", entities)
    ('武侯店', None)
    """
    found = propose(name, entities)
    if found is not None:
        return found.name
    near = nearest(name, entities.names)
    return near if near is not None and _digits(near) == _digits(name) else None


@lru_cache(maxsize=64)
def _index(at: int, known: tuple[tuple[str, str], ...]) -> dict[str, list[tuple[str, str]]]:
    """Known names by one of the forms, each with its entity."""
    index: dict[str, list[tuple[str, str]]] = {}
    for each, key in known:
        index.setdefault(_FORMS[at][0](each), []).append((each, key))
    return index


def _slip(name: str, known: tuple[tuple[str, str], ...]) -> Proposal | None:
    """The one entity of whose name one sign is wrong, missing or too many."""
    wanted = numbered(name)
    near = {key: each for each, key in known if _one_apart(wanted, numbered(each))}
    if len(near) != 1:
        return None
    ((key, each),) = near.items()
    return Proposal(key, each, "one sign")


def _one_apart(one: str, two: str) -> bool:
    fewest = _FEWEST_LETTERS if one.isascii() else _FEWEST_SIGNS
    if min(len(one), len(two)) < fewest or abs(len(one) - len(two)) > 1:
        return False
    if _digits(one) != _digits(two):
        return False
    # The signs that differ; those that tell places apart are no slip.
    odd = set(one) ^ set(two)
    return not odd & _TELLING and edit_distance(one, two) == 1


def _digits(name: str) -> list[str]:
    return [each for each in numbered(name) if each.isdigit()]
