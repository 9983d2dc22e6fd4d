"""The five steps as a run sees them."""

import pytest

from diagnostics.errors import InputError, UnknownNameError
from diagnostics.run.assets import asset
from diagnostics.run.steps import NAMES, STEPS, chosen


def test_every_step_has_its_notebook():
    assert [asset(step.notebook).name for step in STEPS] == [step.file for step in STEPS]


def test_all_means_all():
    assert chosen("all") == frozenset(NAMES)


def test_spaces_and_empty_entries_do_not_matter():
    assert chosen(" align ,, track") == {"align", "track"}


def test_an_unknown_step_is_refused_with_the_nearest_name():
    with pytest.raises(UnknownNameError, match="'diagnos' in --steps. Did you mean 'diagnose'"):
        chosen("align,diagnos")


def test_no_step_at_all_is_refused():
    with pytest.raises(InputError, match="names no step"):
        chosen(" , ")
