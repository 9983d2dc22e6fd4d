"""Metadata hold to what RO-Crate 1.1 requires of a crate."""

import json
import re
from datetime import date

import pytest

from diagnostics.dictionary.load import load_engagement
from diagnostics.run.publishing.crate import crate_of
from diagnostics.run.publishing.publication import read_publication


@pytest.fixture
def crate(done, reports):
    return json.loads(crate_of(read_publication(reports), load_engagement(done)))


def test_a_descriptor_and_a_root_are_there_as_the_specification_requires(crate):
    assert crate["@context"] == "https://w3id.org/ro/crate/1.1/context"
    graph = {each["@id"]: each for each in crate["@graph"]}
    descriptor = graph["ro-crate-metadata.json"]
    assert descriptor["@type"] == "CreativeWork"
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    root = graph[descriptor["about"]["@id"]]
    assert root["@id"] == "./"
    assert root["@type"] == "Dataset"
    assert date.fromisoformat(root["datePublished"]) == date(2025, 6, 30)
    assert all(root[each] for each in ("name", "description", "license"))


def test_every_entity_is_flat_named_once_and_every_reference_leads_to_one(crate):
    graph = crate["@graph"]
    ids = [each["@id"] for each in graph]
    assert len(ids) == len(set(ids))
    assert all("@type" in each for each in graph)
    refs = {found for each in graph for found in re.findall(r'\{"@id": "([^"]+)"\}', json.dumps(each))}
    assert {each for each in refs if not each.startswith("https://")} <= set(ids)


def test_files_are_parts_of_the_root_and_what_made_them_says_from_what(crate):
    graph = {each["@id"]: each for each in crate["@graph"]}
    files = {each["@id"] for each in crate["@graph"] if each["@type"] == "File"}
    assert {each["@id"] for each in graph["./"]["hasPart"]} == files == {"retrospective.html", "manifest.json"}
    (action,) = (each for each in crate["@graph"] if each["@type"] == "CreateAction")
    assert action["result"] == [{"@id": "retrospective.html"}]
    assert graph[action["instrument"]["@id"]]["softwareVersion"]
    assert "data visits.csv" in {graph[each["@id"]]["name"] for each in action["object"]}
    assert not any(each["@type"] == "Person" for each in crate["@graph"])
