"""A Jupyter server of our own: loopback, a token, nobody's configuration 「本机服务」."""

from __future__ import annotations

import http.client
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Any, Self

from diagnostics.data.engine.process import end_group, own_group
from diagnostics.errors import InputError, SurroundingsError

START_SECONDS = 180
_LOOK_SECONDS = 0.3
_HOST = "127.0.0.1"
_BEGIN = "import sys; from diagnostics.data.engine.process import end_with_parent; end_with_parent();"
# Whatever the machine, the environment or a person has set for servers could take the token away: none of it is read.
_OWN = (
    "import os; from jupyter_core import paths; paths.jupyter_config_path = lambda: [os.environ['JUPYTER_CONFIG_DIR']];"
)
# Both servers say so once the port is theirs.
_BOUND = "is running at:"
_KERNEL = f"{_BEGIN} from ipykernel.kernelapp import launch_new_instance; launch_new_instance()"


def new_token() -> str:
    """Token that nobody guesses 「访问令牌」."""
    return secrets.token_hex(24)


def free_port() -> int:
    """Port of this machine that is free now 「空闲端口」."""
    with socket.socket() as found:
        found.bind((_HOST, 0))
        return int(found.getsockname()[1])


class Server:
    """A Jupyter server of our own: loopback, a token, nobody's configuration 「本机服务」.

    Parameters
    ----------
    module : str
        Module whose ``main`` is the server.
    options : list of str
        Its options; the token is none of them, since others could read it there.
    room : Path
        Private folder for configuration, runtime files and log.
    port : int
        Port.
    token : str
        Token.
    """

    def __init__(self, module: str, options: list[str], room: Path, port: int, token: str) -> None:
        if not 0 < port < 65536:
            raise InputError(f"port == {port}, must be 1 to 65535, or 0 for a free one.")
        self.module, self.options, self.room = module, options, room
        self.port, self.token = port, token
        self._process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None

    def address(self, page: str = "") -> str:
        """Address of a page, with the token 「访问地址」."""
        return f"http://{_HOST}:{self.port}/{page}?token={self.token}"

    def __enter__(self) -> Self:
        """Start it, and wait until it answers."""
        _require_free(self.port)
        _own_kernel(self.room / "jupyter")
        start = f"{_BEGIN} {_OWN} sys.argv[0] = 'perfloop'; from {self.module} import main; main()"
        self._log = (self.room / "server.log").open("wb")
        self._process = subprocess.Popen(  # noqa: S603 (our own interpreter and options)
            [sys.executable, "-c", start, *self.options], stdin=subprocess.DEVNULL, stdout=self._log,
            stderr=subprocess.STDOUT, env=_environment(self.room, self.token), cwd=self.room, **own_group(),
        )  # fmt: skip
        try:
            self._await()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End it and its kernels."""
        if self._process is not None:
            end_group(self._process.pid)
            self._process.wait()
        if self._log is not None:
            self._log.close()

    def wait(self) -> None:
        """Wait until it ends, which it does when it is interrupted 「等待结束」.

        Raises
        ------
        SurroundingsError
            When it ends by itself.
        """
        assert self._process is not None
        self._process.wait()
        raise SurroundingsError(f"The server ended by itself: {self._last_words()}")

    def _await(self) -> None:
        assert self._process is not None
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if self._process.poll() is not None:
                raise SurroundingsError(f"No server could be started on port {self.port}: {self._last_words()}")
            # Who answers before ours has the port is another, and must not be shown the token.
            if _BOUND in self._said() and _answers(self.port):
                return
            time.sleep(_LOOK_SECONDS)
        raise SurroundingsError(f"The server did not answer within {START_SECONDS} seconds: {self._last_words()}")

    def _last_words(self) -> str:
        said = [line.strip() for line in self._said().split("\n") if line.strip()]
        return said[-1].replace(self.token, "…")[:200] if said else "it said nothing."

    def _said(self) -> str:
        return (self.room / "server.log").read_text(encoding="utf-8", errors="replace")


def _require_free(port: int) -> None:
    """Refuse a port on which another server would answer in place of ours, and be shown the token."""
    with socket.socket() as found:
        # As servers do: what a server that has just ended left behind does not count.
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((_HOST, port))
        except OSError as error:
            raise SurroundingsError(f"Port {port} can't be used: {error.strerror}; name another or none.") from error


def _answers(port: int) -> bool:
    """Whether a server of this machine answers; no proxy is asked, whatever the environment names."""
    asked = http.client.HTTPConnection(_HOST, port, timeout=2)
    try:
        asked.request("GET", "/static/favicon.ico")
        asked.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()
    return True


def _own_kernel(folder: Path) -> None:
    """Kernel on this interpreter, whatever is installed, that ends with its server."""
    spec = {
        "argv": [sys.executable, "-c", _KERNEL, "-f", "{connection_file}"],
        "display_name": "Python 3", "language": "python", "interrupt_mode": "signal",
    }  # fmt: skip
    home = folder / "kernels" / "python3"
    home.mkdir(parents=True, exist_ok=True)
    (home / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")


def _environment(room: Path, token: str) -> dict[str, Any]:
    """Environment of the server: its own folders first, nobody's configuration."""
    return {
        **os.environ,
        "JUPYTER_TOKEN": token,
        "JUPYTER_PATH": str(room / "jupyter"),
        "JUPYTER_CONFIG_DIR": str(room / "config"),
        "JUPYTER_DATA_DIR": str(room / "data"),
        "JUPYTER_RUNTIME_DIR": str(room / "runtime"),
        "IPYTHONDIR": str(room / "ipython"),
        "PYTHONUTF8": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
