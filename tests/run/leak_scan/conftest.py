"""Detectors as the scan calls them, without an engagement."""

import random

import pytest

from diagnostics.run.leak_scan.reading import passages_of
from diagnostics.run.leak_scan.scanning import ALWAYS, _leaks


@pytest.fixture
def kinds():
    """Kinds of leaks in a document that every engagement is scanned for."""

    def told(content, name="page.html", detectors=ALWAYS, known=()):
        data = content if isinstance(content, bytes) else content.encode()
        found = (
            each for passage in passages_of(name, data) for each in _leaks(name, passage, detectors, frozenset(known))
        )
        return [each.kind for each in found]

    return told


@pytest.fixture
def draw():
    return random.Random(20250630)
