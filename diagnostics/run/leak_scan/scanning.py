"""All detectors over all documents 「扫描」."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.data.personal.bank_cards import bank_cards
from diagnostics.data.personal.folding import folded, readings
from diagnostics.data.personal.identity_numbers import identity_numbers
from diagnostics.data.personal.mailboxes import mailboxes
from diagnostics.data.personal.phones import phones
from diagnostics.run.leak_scan.acting import acting_people
from diagnostics.run.leak_scan.addresses import network_addresses
from diagnostics.run.leak_scan.canaries import Canaries, listed_canaries
from diagnostics.run.leak_scan.connections import connections
from diagnostics.run.leak_scan.leak import Kind, Leak, masked
from diagnostics.run.leak_scan.measured import measured_people, public_words
from diagnostics.run.leak_scan.names import Names
from diagnostics.run.leak_scan.passages import Part, Passage
from diagnostics.run.leak_scan.paths import paths
from diagnostics.run.leak_scan.reading import passages_of
from diagnostics.run.leak_scan.secrets_in_text import secrets_in

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement

Find = Callable[[str], Iterable[tuple[int, int]]]
# In the order in which a stretch is called: a card's number is no telephone's.
ALWAYS: tuple[tuple[Kind, Find], ...] = (
    ("connection string", connections), ("path", paths), ("e-mail", mailboxes),
    ("identity number", identity_numbers), ("bank card", bank_cards), ("phone", phones),
    ("network address", network_addresses), ("secret", secrets_in),
)  # fmt: skip
# Shorter ones come about by chance where the texts of cells are put together.
_LONG = 8
# What draws a figure is numbers, and names parts of the page: neither names people nor holds keys.
_NOT_IN: dict[Part, frozenset[Kind]] = {
    "drawing": frozenset({"name", "secret", "phone", "bank card", "network address", "path"}),
    "style": frozenset({"name", "path", "network address"}),
    "policy": frozenset({"name", "path"}),
}


def scan(documents: Mapping[str, bytes], engagement: Engagement, known: Collection[str] = ()) -> tuple[Leak, ...]:
    """Everything in documents that must not leave the engagement 「泄露扫描」.

    Parameters
    ----------
    documents : mapping of bytes
        What would be published, by name: pages, text of other forms, manifests.
    engagement : Engagement
        Its canaries, its folder, and the people who are measured in it; those who act are exempt.
    known : collection of str
        Fingerprints that stand in the documents by right, such as those of a manifest; exempt exactly as they are.

    Returns
    -------
    tuple of Leak
        In order of documents and places; each kind of thing once a place.

    Raises
    ------
    InputError
        When the list of canaries or a column of people can't be read: nothing is published unscanned.
    SurroundingsError
        When an engine or a server is not there.
    """
    detectors = (*detectors_of(engagement), *ALWAYS)
    long = [each for each in listed_canaries(engagement) if len(each) >= _LONG]
    exempt, found = frozenset(known), list[Leak]()
    for name, content in documents.items():
        passages = passages_of(name, content)
        here = [leak for passage in passages for leak in _leaks(name, passage, detectors, exempt)]
        found += here or across(name, passages, long)
    return tuple(found)


def across(document: str, passages: Iterable[Passage], canaries: Sequence[str]) -> list[Leak]:
    """Long canaries of which part stands in one block or cell and part in the next 「跨段金丝雀」."""
    if not canaries:
        return []
    text = folded("".join(each.text for each in passages if each.part == "text"))
    return [Leak(document, "over several blocks", "canary", masked(text[a:b])) for a, b in Canaries(canaries)(text)]


def detectors_of(engagement: Engagement) -> tuple[tuple[Kind, Find], ...]:
    """Detectors of what this engagement alone knows: canaries, its folders, its people 「项目专属检测」."""
    from diagnostics.terms.say import every_text

    acting = acting_people(engagement)
    names = Names(measured_people(engagement) - acting, {*acting, *public_words(engagement)}, every_text())
    return (("canary", Canaries(listed_canaries(engagement))), ("path", _own_folders(engagement)), ("name", names))


def _own_folders(engagement: Engagement) -> Find:
    """Finds the folders of this very machine, whatever they are called."""
    folders = {
        engagement.folder.resolve(),
        engagement.data_folder,
        Path.home(),
        Path(tempfile.gettempdir()),
        Path(sys.prefix),
    }
    told = sorted((re.escape(folded(str(each))) for each in folders if len(each.parts) > 2), key=len, reverse=True)
    pattern = re.compile("|".join(told) or r"(?!)", re.IGNORECASE)
    return lambda text: (each.span() for each in pattern.finditer(text))


def _leaks(
    document: str, passage: Passage, detectors: Iterable[tuple[Kind, Find]], exempt: frozenset[str]
) -> Iterator[Leak]:
    told: set[tuple[Kind, str]] = set()
    for text in readings(passage.text):
        taken: list[tuple[int, int]] = []
        for kind, find in detectors:
            if kind in _NOT_IN.get(passage.part, ()):
                continue
            for start, end in find(text):
                found = text[start:end]
                if found in exempt or any(one < end and start < other for one, other in taken):
                    continue
                taken.append((start, end))
                if (kind, found) not in told:
                    told.add((kind, found))
                    yield Leak(document, passage.place, kind, masked(found))
