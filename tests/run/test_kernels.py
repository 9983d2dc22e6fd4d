"""A kernel's private place."""

import os
import stat
import sys

import pytest

from diagnostics.run.kernels import PrivateKernelManager, kernel_environment, private_room, room_prefix


def test_a_room_is_private_and_goes_with_its_kernel(tmp_path):
    with private_room(tmp_path) as room:
        assert room.name.startswith(room_prefix(tmp_path))
        assert stat.S_IMODE(room.stat().st_mode) == 0o700
    assert not room.exists()


def test_a_room_goes_after_an_error_too(tmp_path):
    with pytest.raises(ZeroDivisionError), private_room(tmp_path) as room:
        raise ZeroDivisionError
    assert not room.exists()


def test_two_engagements_never_sweep_each_others_rooms(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with private_room(tmp_path / "a") as one, private_room(tmp_path / "b") as other:
        assert one.exists()
        assert other.exists()


def test_a_kernel_needs_no_installed_kernelspec(monkeypatch):
    monkeypatch.setenv("JUPYTER_PATH", "/nowhere")
    spec = PrivateKernelManager(kernel_name="python3").kernel_spec
    assert spec.argv[0] == sys.executable
    assert spec.language == "python"


def test_a_kernel_has_the_runners_environment_made_repeatable(tmp_path, monkeypatch):
    monkeypatch.setenv("CLIENT_SECRET_NAME", "x")
    monkeypatch.setenv("PYTHONHASHSEED", "random")
    environment = kernel_environment(tmp_path)
    assert environment["CLIENT_SECRET_NAME"] == "x"
    assert environment["PYTHONHASHSEED"] == "0"
    assert environment["IPYTHONDIR"].startswith(str(tmp_path))
    assert os.environ["PYTHONHASHSEED"] == "random"
