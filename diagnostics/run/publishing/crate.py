"""RO-Crate 1.1 metadata of what is published 「研究对象元数据」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from diagnostics.model.canonical import canonical
from diagnostics.run.publishing.codename import coding
from diagnostics.run.publishing.publication import CRATE, FILE

if TYPE_CHECKING:
    from collections.abc import Iterator

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
Entity = dict[str, Any]


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
    graph: list[Entity] = [
        {"@id": CRATE, "@type": "CreativeWork", "about": {"@id": "./"}, "conformsTo": {"@id": CONFORMS}},
        _root(publication, engagement),
        *(_file(name, publication) for name in sorted(publication.documents)),
        {"@id": FILE, "@type": "File", "name": FILE, "encodingFormat": "application/json"},
        *(_action(key, publication) for key in sorted(publication.made_of)),
        *(_software(publication.made_of[key]) for key in sorted(publication.made_of)),
        *(_input(name, value) for name, value in sorted(_inputs(publication))),
    ]
    unique = {each["@id"]: each for each in graph}
    return (canonical({"@context": CONTEXT, "@graph": list(unique.values())}, indent=1) + "\n").encode()


def _root(publication: Publication, engagement: Engagement) -> Entity:
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
        "identifier": f"{publication.engagement}/{publication.period}",
        "hasPart": [{"@id": each} for each in (*sorted(publication.documents), FILE)],
        "mentions": [{"@id": _action_id(key)} for key in sorted(publication.made_of)],
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


def _action(key: str, publication: Publication) -> Entity:
    basis = publication.made_of[key]
    return {
        "@id": _action_id(key),
        "@type": "CreateAction",
        "name": f"Results of {publication.period} computed and pages rendered",
        "endTime": basis.as_of,
        "instrument": {"@id": _software_id(basis)},
        "object": [{"@id": _input_id(name, value)} for name, value in sorted(basis.inputs.items())],
        "result": [{"@id": name} for name, each in sorted(publication.documents.items()) if each.made_of == key],
    }


def _software(basis: MadeOf) -> Entity:
    return {
        "@id": _software_id(basis),
        "@type": "SoftwareApplication",
        "name": "perfloop",
        "softwareVersion": basis.perfloop,
        "identifier": f"sha256:{basis.code}",
        "softwareRequirements": [basis.python, f"packages sha256:{basis.packages}"],
    }


def _inputs(publication: Publication) -> Iterator[tuple[str, str]]:
    for basis in publication.made_of.values():
        yield from basis.inputs.items()


def _input(name: str, value: str) -> Entity:
    return {"@id": _input_id(name, value), "@type": "CreativeWork", "name": name, "sha256": value}


def _input_id(name: str, value: str) -> str:
    return f"#{quote(name, safe='')}-{value[-12:]}"


def _action_id(key: str) -> str:
    return f"#made-{key[:16]}"


def _software_id(basis: MadeOf) -> str:
    return f"#perfloop-{basis.code[:16]}"
