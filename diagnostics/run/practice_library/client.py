"""What must not go from a client into the firm's practice library 「客户信息检查」."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement


def refuse_names(engagement: Engagement, made: list[Any], records: Mapping[str, Any]) -> None:
    """Refuse texts that tell whose measure it was 「客户名称检查」.

    Parameters
    ----------
    made : list of Practice and ClosedMeasure
        What would be kept.
    records : mapping
        Hand-offs of the run, by name: those whom the ledger names are known from there.

    Raises
    ------
    InputError
        When a text names the client, an entity or a person; it names each field, the name masked.
    """
    from diagnostics.dictionary.practices.names import client_names, names_in, texts_of

    acting = {each["owner"] for each in records["interventions"]["interventions"]}
    acting |= {one["by"] for each in records["interventions"]["interventions"] for one in each["approvals"]}
    names = client_names(engagement, acting)
    found = []
    for each in made:
        texts = texts_of(each.model_dump(mode="json", exclude={"id", "seal", "source", "verdict", "effect", "phase"}))
        found += [f"  {type(each).__name__} {one.where}: {one.what} {one.masked}" for one in names_in(texts, names)]
    if found:
        raise InputError(
            "\n".join(
                [
                    "Nothing is kept: a practice names no client, entity or person. Say it in other words"
                    " (--words FILE for a card, --kpi-as and --kind for ids):",
                    *dict.fromkeys(found),
                ]
            )
        )


def refuse_leaking(engagement: Engagement, texts: Mapping[Path, str], made: list[Any]) -> None:
    """Refuse texts that the scan of everything published refuses 「泄露扫描」.

    Parameters
    ----------
    texts : mapping
        What would be written, by file.
    made : list of Practice and ClosedMeasure
        What the texts hold: their own ids and hashes are no keys.

    Raises
    ------
    LeakError
        When a text holds a telephone number, an address, a key or the like.
    """
    from diagnostics.run.leak_scan import refuse_leaks, scan

    # Seals and pseudonyms are drawn or hashed: a scan for keys would take them for some. Nothing else is exempt.
    known: set[str] = set()
    for each in made:
        known |= {each.id, each.seal, each.source.engagement, each.source.tracking, each.source.ledger}
    documents = {f"{file.parent.name} {at}": text.encode("utf-8") for at, (file, text) in enumerate(texts.items(), 1)}
    refuse_leaks(scan(documents, engagement, known))
