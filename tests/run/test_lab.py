"""The lab's notebooks and its server: nobody's files are overwritten, nothing listens but on loopback under a token."""

from __future__ import annotations

import json
import os
import socket

import pytest

from diagnostics.errors import InputError, SurroundingsError
from diagnostics.run import lab
from diagnostics.run.lab_server import Server, _environment, free_port, new_token


def cells(text: str) -> list[str]:
    return ["".join(each["source"]) for each in json.loads(text)["cells"]]


def test_an_engagement_and_a_language_stand_in_the_notebook_as_plain_values(tmp_path):
    odd = str(tmp_path / "a'; import os; x='")
    text = lab._filled("scenarios.ipynb", {"engagement": odd, "language": "en"}, "en")
    found: dict[str, object] = {}
    exec(cells(text)[1], found)
    assert (found["engagement"], found["language"], found["draws"]) == (odd, "en", 10_000)
    assert "os" not in found
    assert json.loads(text)["metadata"]["title"] == "Pay scenarios"


def test_notebooks_are_laid_out_once_and_what_people_changed_stays(tmp_path):
    lab._laid_out(tmp_path / "lab")
    assert cells((tmp_path / "lab/scenarios.ipynb").read_text("utf-8"))[1].startswith("engagement: str = '..'  # ")
    (tmp_path / "lab/rerun.ipynb").write_text("mine", "utf-8")
    lab._laid_out(tmp_path / "lab")
    assert (tmp_path / "lab/rerun.ipynb").read_text("utf-8") == "mine"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the system lets this user write anywhere")
def test_a_folder_that_can_not_be_written_is_told(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(SurroundingsError, match="can't be written"):
        lab._laid_out(tmp_path / "lab")


def test_a_server_that_does_not_start_says_why(tmp_path):
    with (
        pytest.raises(SurroundingsError, match="No server could be started on port .*no_such_module"),
        Server("no_such_module", [], tmp_path, free_port(), new_token()),
    ):
        pass


def test_a_port_on_which_another_server_answers_is_refused_before_anything_is_told(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with (
            pytest.raises(SurroundingsError, match=f"Port {port} can't be used: .*in use"),
            Server("voila.app", [], tmp_path, port, new_token()),
        ):
            pass
    assert list(tmp_path.iterdir()) == []


SERVER = """
import http.server, sys, time
from jupyter_core.paths import jupyter_config_path

def main():
    print(jupyter_config_path(), "is running at:", sys.argv[1], flush=True)
    http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), http.server.BaseHTTPRequestHandler).serve_forever()
"""


def test_a_server_reads_nobodys_configuration_and_no_proxy_is_asked(tmp_path, monkeypatch):
    """A machine's configuration could set an empty token."""
    with socket.socket() as proxy:
        proxy.bind(("127.0.0.1", 0))
        proxy.listen()
        proxy.setblocking(False)
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.getsockname()[1]}")
        monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(tmp_path / "machine"))
        (tmp_path / "own_server.py").write_text(SERVER, "utf-8")
        port = free_port()
        with Server("own_server", [str(port)], tmp_path, port, new_token()) as server:
            assert server._said().startswith(f"['{tmp_path / 'config'}'] is running at:")
        with pytest.raises(BlockingIOError):
            proxy.accept()


def test_who_takes_the_port_meanwhile_is_not_taken_for_our_server(tmp_path, monkeypatch):
    monkeypatch.setattr("diagnostics.run.lab_server._require_free", lambda _: None)
    monkeypatch.setattr("diagnostics.run.lab_server._answers", lambda _: True)
    (tmp_path / "late_server.py").write_text("def main(): raise SystemExit('port taken, token t0ken')", "utf-8")
    with (
        pytest.raises(SurroundingsError, match="No server could be started on port .*: port taken, token …$"),
        Server("late_server", [], tmp_path, free_port(), "t0ken"),
    ):
        pass


def test_a_browsers_command_line_names_no_token(tmp_path, monkeypatch):
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    server = Server("none", [], tmp_path, 8123, "s3cret")
    monkeypatch.setattr(Server, "__enter__", lambda self: self)
    monkeypatch.setattr(Server, "wait", lambda _: None)
    lab._serve(server, "lab", lambda _: None, browser=True)
    assert opened == [(tmp_path / "open.html").as_uri()]
    assert "url=http://127.0.0.1:8123/lab?token=s3cret" in (tmp_path / "open.html").read_text("utf-8")


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_that_is_none_is_refused(tmp_path, port):
    with pytest.raises(InputError, match=f"port == {port}, must be 1 to 65535"):
        Server("voila.app", [], tmp_path, port, new_token())


@pytest.mark.parametrize("serve", [lab.serve_app, lab.serve_lab])
def test_servers_listen_on_loopback_with_a_token_that_no_process_list_shows(small, monkeypatch, serve):
    started: list[Server] = []
    monkeypatch.setattr(lab, "_serve", lambda server, *_, **__: started.append(server))
    monkeypatch.setattr("diagnostics.widgets.desk.sound_scenarios", lambda _: ({"in_force": None, "new": None}, {}))
    serve(small, print, browser=False)
    (server,) = started
    assert server.address().startswith(f"http://127.0.0.1:{server.port}/")
    assert any(each.endswith(".ip=127.0.0.1") for each in server.options)
    assert not any(server.token in each for each in server.options)
    assert len(server.token) >= 32
    assert server.token != new_token()
    own = _environment(server.room, server.token)
    assert own["JUPYTER_TOKEN"] == server.token
    assert all(own[f"JUPYTER_{name}"].startswith(str(server.room)) for name in ("PATH", "CONFIG_DIR", "RUNTIME_DIR"))
