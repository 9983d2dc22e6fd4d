"""SIGTERM is taken like Ctrl-C, for as long as a run lasts."""

import os
import signal

import pytest

from diagnostics.run.interrupt import termination_as_interrupt


def test_termination_interrupts_inside_and_is_as_before_outside():
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt), termination_as_interrupt():
        os.kill(os.getpid(), signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) == before
