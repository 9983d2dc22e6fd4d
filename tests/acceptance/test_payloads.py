"""Every payload of ../shared/acceptance/payloads.json against the product.

A category is a module of this folder with one function::

    def check(payload: Payload, workbench: Workbench) -> None

It puts the payload into the product's own surfaces (files of ``workbench.client``, then ``workbench.perfloop("check",
workbench.client)`` or ``workbench.observe()``) and asserts what the payload's ``must`` says; ``refused(told, …)``
asserts exit code 2, no traceback, patterns in the message, seconds. ``payload.text`` is the input with its recipe
carried out; ``payload.variant`` and ``payload.recipe`` name files that the module has to make itself. An unknown recipe
must raise, so that a payload of a kind never seen fails rather than passes. What the product has no surface for stands
in ``later.py`` with the issue that brings it. ``make payloads`` prints a table by category.
"""

import importlib

import pytest

from tests.acceptance.later import elsewhere
from tests.acceptance.payloads import all_payloads
from tests.acceptance.workbench import Workbench

PAYLOADS = all_payloads()


@pytest.fixture
def workbench(tmp_path):
    return Workbench(tmp_path)


@pytest.mark.parametrize(
    "payload",
    [pytest.param(each, id=each.id) for each in PAYLOADS]
    or [pytest.param(None, marks=pytest.mark.skip(reason="../shared/acceptance is not there"))],
)
def test_a_payload_does_what_it_must(payload, workbench, record_property):
    held = elsewhere(payload)
    record_property("category", payload.category)
    record_property("held", held.where if held else "here")
    if held:
        pytest.skip(f"{payload.category}: held by {held.where} ({held.why})")
    module = importlib.import_module(f"tests.acceptance.{payload.category}")
    module.check(payload, workbench)
