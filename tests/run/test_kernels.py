"""A kernel's private place."""

import os
import stat
import sys
from pathlib import Path

import pytest

from diagnostics.run import kernels
from diagnostics.run.kernels import PrivateKernelManager, kernel_environment, private_room, room_prefix, used_too_much


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


@pytest.mark.parametrize(("own", "ended"), [(200 << 20, False), (301 << 20, True)])
def test_what_a_kernel_shares_with_its_warm_parent_does_not_count_against_its_memory(tmp_path, monkeypatch, own, ended):
    looks, killed = iter([350 << 20, None]), []
    monkeypatch.setattr(kernels, "resident", lambda process: next(looks))
    monkeypatch.setattr(kernels, "used_by", lambda processes: own)
    monkeypatch.setattr(kernels, "end_group", killed.append)
    monkeypatch.setattr(kernels, "_LOOK_SECONDS", 0)
    kernels._watch(7, 300 << 20, tmp_path)
    assert used_too_much(tmp_path) is ended
    assert killed == [7] * ended


@pytest.mark.parametrize(("folder", "transport"), [("短", "ipc"), ("客户资料" * 7, "tcp")])
def test_sockets_lie_in_the_room_unless_their_address_is_too_long_in_bytes(tmp_path, monkeypatch, folder, transport):
    room = Path("/t") / folder
    manager = PrivateKernelManager(room=str(room))
    monkeypatch.setattr(kernels.Path, "mkdir", lambda self: None)
    manager.said = str(tmp_path / "said")

    async def start(self, **options):
        raise LookupError

    monkeypatch.setattr(kernels.AsyncKernelManager, "start_kernel", start)
    with pytest.raises(LookupError):
        # Nothing is waited for; asyncio.run refuses where a browser of earlier tests has its loop in this thread.
        manager.start_kernel().send(None)
    assert manager.transport == transport
