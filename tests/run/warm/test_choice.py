"""Whether kernels are forked from a warm parent."""

import os

import pytest

from diagnostics.errors import InputError
from diagnostics.run.warm import choice
from diagnostics.run.warm.choice import wants_warm
from diagnostics.run.warm.repeatable import repeatable


@pytest.mark.parametrize(
    ("asked", "system", "warm"),
    [
        ("", "linux", True), ("auto", "linux", True), ("never", "linux", False), ("auto", "darwin", False),
        ("always", "darwin", True), ("never", "darwin", False),
    ],
)  # fmt: skip
def test_kernels_are_warm_on_linux_and_elsewhere_by_hand(monkeypatch, asked, system, warm):
    monkeypatch.setenv("PERFLOOP_WARM", asked)
    monkeypatch.setattr(choice.sys, "platform", system)
    assert wants_warm() is warm


def test_where_processes_cannot_fork_kernels_are_plain_whatever_is_asked(monkeypatch):
    monkeypatch.setenv("PERFLOOP_WARM", "always")
    monkeypatch.delattr(os, "fork")
    assert not wants_warm()


def test_another_choice_is_refused_with_those_there_are(monkeypatch):
    monkeypatch.setenv("PERFLOOP_WARM", "yes")
    with pytest.raises(InputError, match=r"PERFLOOP_WARM == 'yes', must be one of auto, always, never\."):
        wants_warm()


def test_no_warm_on_the_command_line_holds_for_what_it_starts(monkeypatch, perfloop_here, tmp_path):
    monkeypatch.setenv("PERFLOOP_WARM", "auto")
    done = perfloop_here("run", tmp_path / "nothing", "--period", "2025-06", "--no-warm")
    assert done.code == 2
    assert os.environ["PERFLOOP_WARM"] == "never"


def test_threads_of_linear_algebra_are_one_unless_somebody_says_how_many():
    made = repeatable({"OPENBLAS_NUM_THREADS": "4", "PYTHONHASHSEED": "random"})
    assert (made["OPENBLAS_NUM_THREADS"], made["OMP_NUM_THREADS"], made["MKL_NUM_THREADS"]) == ("4", "1", "1")
    assert made["PYTHONHASHSEED"] == "0"
