"""RO-Crate 1.1 metadata of what is published 「研究对象元数据」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.model.canonical import canonical
from diagnostics.run.publishing.codename import coding
from diagnostics.run.publishing.publication import CRATE, FILE

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.run.publishing.publication import MadeOf, Publication

CONTEXT = "https://w3id.org/ro/crate/1.1/context"
CONFORMS = "https://w3id.org/ro/crate/1.1"
MEDIA = {
    "html": "text/html",
    "pdf": "application/pdf",
    "png": "image/png",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_HASH_LENGTH = 64
Entity = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Names:
    """Names within the file: numbers, for a part of a hash looks like a key that nobody may see."""

    actions: dict[str, str]
    software: dict[str, str]
    inputs: dict[tuple[str, str], str]

    @classmethod
    def of(cls, publication: Publication) -> _Names:
        made = publication.made_of
        software = sorted({each.code for each in made.values()})
        inputs = sorted({item for each in made.values() for item in each.inputs.items()})
        return cls(
            {key: f"#made-{at}" for at, key in enumerate(sorted(made), start=1)},
            {code: f"#perfloop-{at}" for at, code in enumerate(software, start=1)},
            {item: f"#input-{at}" for at, item in enumerate(inputs, start=1)},
        )


def crate_of(publication: Publication, engagement: Engagement) -> bytes:
    """Metadata as RO-Crate 1.1 asks for: documents, what made them, of which inputs 「研究对象元数据」.

    Parameters
    ----------
    publication : Publication
        What is published.
    engagement : Engagement
        Whose words name it; names of people are no part of it.

    Notes
    -----
    Inputs are named with their hashes, their contents are not there. The date is the as-of day, never the clock.
    Reference: RO-Crate Metadata Specification 1.1 (Sefton et al., 2020), https://w3id.org/ro/crate/1.1.
    """
    names, made = _Names.of(publication), publication.made_of
    software = {each.code: each for each in made.values()}
    graph: list[Entity] = [
        {"@id": CRATE, "@type": "CreativeWork", "about": {"@id": "./"}, "conformsTo": {"@id": CONFORMS}},
        _root(publication, engagement, names),
        *(_file(name, publication) for name in sorted(publication.documents)),
        {"@id": FILE, "@type": "File", "name": FILE, "encodingFormat": "application/json"},
        *(_action(key, publication, names) for key in names.actions),
        *(_software(software[code], own) for code, own in names.software.items()),
        *(_input(name, value, own) for (name, value), own in names.inputs.items()),
    ]
    return (canonical({"@context": CONTEXT, "@graph": graph}, indent=1) + "\n").encode()


def _root(publication: Publication, engagement: Engagement, names: _Names) -> Entity:
    code, settings = coding(engagement.settings), engagement.settings
    client = code(settings.client.say(settings.language))
    days = [each.as_of for each in publication.made_of.values()]
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": f"{client} {publication.period}".strip(),
        "description": f"Pages published for {publication.period}, and what each was made of.",
        "datePublished": max(days, default=""),
        "license": "Confidential: for the client and those it hands it to.",
        "identifier": f"{publication.engagement} {publication.period}",
        "hasPart": [{"@id": each} for each in (*sorted(publication.documents), FILE)],
        "mentions": [{"@id": each} for each in names.actions.values()],
    }


def _file(name: str, publication: Publication) -> Entity:
    document = publication.documents[name]
    return {
        "@id": name,
        "@type": "File",
        "name": f"{document.step}, {document.audience}",
        "encodingFormat": MEDIA.get(document.form, "application/octet-stream"),
        "sha256": document.sha256,
        "dateModified": publication.basis(name).as_of,
    }


def _action(key: str, publication: Publication, names: _Names) -> Entity:
    basis = publication.made_of[key]
    return {
        "@id": names.actions[key],
        "@type": "CreateAction",
        "name": f"Results of {publication.period} computed and pages rendered",
        "endTime": basis.as_of,
        "instrument": {"@id": names.software[basis.code]},
        "object": [{"@id": names.inputs[item]} for item in sorted(basis.inputs.items())],
        "result": [{"@id": name} for name, each in sorted(publication.documents.items()) if each.made_of == key],
    }


def _software(basis: MadeOf, own: str) -> Entity:
    return {
        "@id": own,
        "@type": "SoftwareApplication",
        "name": "perfloop",
        "softwareVersion": basis.perfloop,
        "sha256": basis.code,
        "softwareRequirements": [basis.python, *basis.installed],
    }


def _input(name: str, value: str, own: str) -> Entity:
    told = {"sha256": value} if len(value) == _HASH_LENGTH else {"identifier": value}
    return {"@id": own, "@type": "CreativeWork", "name": name, **told}
