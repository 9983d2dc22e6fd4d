"""The scenario lab in JupyterLab, and as an application of its own 「情景实验室的启动」."""

from __future__ import annotations

import html
import json
import shutil
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from diagnostics.data.temporary import temporary_folder
from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import SurroundingsError
from diagnostics.look.theme import FONT, font_file
from diagnostics.run.assets import asset
from diagnostics.run.lab_server import Server, free_port, new_token
from diagnostics.terms import Language, say

NOTEBOOKS = ("scenarios.ipynb", "rerun.ipynb")
FOLDER = "lab"
_TEMPLATE = "perfloop"
Tell = Callable[[str], None]
# Latin letters stay JupyterLab's own; the font is fetched where others are met. Its theme comes later
_LETTERS = f"""@font-face {{
  font-family: "{FONT}"; src: url(font.ttf);
  unicode-range: U+2E80-9FFF, U+FF00-FFEF, U+2000-206F;
}}
:root:root {{
  --jp-ui-font-family: system-ui, sans-serif, "{FONT}";
  --jp-content-font-family: system-ui, sans-serif, "{FONT}";
  --jp-code-font-family: ui-monospace, monospace, "{FONT}";
}}
body {{ font-family: var(--jp-ui-font-family) }}
"""


def serve_app(path: Path, tell: Tell, *, port: int = 0, language: str = "", browser: bool = True) -> None:
    """Serve the scenario panels by Voila on this machine alone, until interrupted 「以应用打开情景面板」.

    Parameters
    ----------
    path : Path
        Folder of the engagement.
    tell : callable
        Takes the address, with its token, once it answers.
    port : int
        Port; a free one where 0.
    language : str
        ``zh`` or ``en``; the engagement's where empty.
    browser : bool
        Whether a browser is opened.

    Raises
    ------
    InputError
        When the engagement has no scenarios, or the language is unknown.
    SurroundingsError
        When the server does not start, or ends by itself.
    """
    from diagnostics.widgets.desk import open_desk

    desk = open_desk(path, language)
    for rule in desk.left_out.values():
        tell(f"Left out: {rule}")
    with temporary_folder("app") as room:
        notebook = room / "app" / NOTEBOOKS[0]
        notebook.parent.mkdir()
        values = {"engagement": str(desk.engagement.folder.resolve()), "language": desk.language}
        notebook.write_text(_filled(NOTEBOOKS[0], values, desk.language), encoding="utf-8")
        template = room / "jupyter" / "voila" / "templates" / _TEMPLATE
        shutil.copytree(asset("reports/templates/lab"), template)
        at = port or free_port()
        options = [
            str(notebook), "--no-browser", f"--port={at}", "--Voila.ip=127.0.0.1", "--Voila.port_retries=0",
            "--Voila.auto_token=True", f"--template={_TEMPLATE}", "--VoilaConfiguration.allow_template_override=NO",
            "--VoilaConfiguration.allow_theme_override=NO",
        ]  # fmt: skip
        _serve(Server("voila.app", options, room, at, new_token()), "", tell, browser=browser)


def serve_lab(path: Path, tell: Tell, *, port: int = 0, browser: bool = True) -> None:
    """Open JupyterLab on an engagement's lab notebooks, on this machine alone 「以 JupyterLab 打开情景面板」.

    The notebooks are copied into ``lab/`` of the engagement where they are not there yet; what people changed stays.

    Parameters
    ----------
    path, tell, port, browser
        As for `serve_app`.

    Raises
    ------
    SurroundingsError
        When the server does not start, ends by itself, or the disk refuses the notebooks.
    """
    folder = load_engagement(path).folder.resolve()
    _laid_out(folder / FOLDER)
    with temporary_folder("lab") as room:
        at = port or free_port()
        options = [
            "--no-browser", f"--ServerApp.port={at}", "--ServerApp.ip=127.0.0.1", "--ServerApp.port_retries=0",
            f"--ServerApp.root_dir={folder}", "--ServerApp.allow_root=True", "--ServerApp.open_browser=False",
            "--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
            "--LabApp.extension_manager=readonly", "--LabApp.custom_css=True",
        ]  # fmt: skip
        _furnished(room / "config")
        server = Server("jupyterlab.labapp", options, room, at, new_token())
        hint = "In the notebook choose Run > Run All Cells (运行所有单元格); the panels appear below its last cell."
        # The address stands first: who starts the server reads it there.
        _serve(server, f"lab/tree/{FOLDER}/{NOTEBOOKS[0]}", lambda at: tell(f"{at}\n{hint}"), browser=browser)


def _serve(server: Server, page: str, tell: Tell, *, browser: bool) -> None:
    with server:
        address = server.address(page)
        tell(address)
        if browser:
            webbrowser.open(_door(server.room, address).as_uri())
        server.wait()


def _door(room: Path, address: str) -> Path:
    """Private file that leads to an address: a browser's command line, which others can read, names no token."""
    door = room / "open.html"
    door.write_text(f'<meta http-equiv="refresh" content="0; url={html.escape(address)}">', encoding="utf-8")
    return door


def _furnished(config: Path) -> None:
    """Give JupyterLab Chinese letters, and keep it from asking for news."""
    custom, pages = config / "custom", config / "labconfig"
    for each in (custom, pages):
        each.mkdir(parents=True)
    shutil.copyfile(font_file(), custom / "font.ttf")
    (custom / "custom.css").write_text(_LETTERS, encoding="utf-8")
    settings = {
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
        "@jupyterlab/notebook-extension:tracker": {"autoStartDefaultKernel": True},
    }
    # No language server is asked for: none is started.
    unused = {"disabledExtensions": {"@jupyterlab/lsp-extension": True}}
    (pages / "page_config.json").write_text(json.dumps(unused), encoding="utf-8")
    (pages / "default_setting_overrides.json").write_text(json.dumps(settings), encoding="utf-8")


def _laid_out(folder: Path) -> None:
    """Copy the lab notebooks into an engagement, each once."""
    try:
        folder.mkdir(exist_ok=True)
        for name in NOTEBOOKS:
            if not (folder / name).exists():
                (folder / name).write_text(_filled(name, {"engagement": ".."}), encoding="utf-8")
    except OSError as error:
        raise SurroundingsError(f"{FOLDER}/ of the engagement can't be written: {error.strerror}.") from error


def _filled(name: str, values: dict[str, Any], language: Language | None = None) -> str:
    """Lab notebook whose parameters have other defaults, and a title in one language where it is an application."""
    content = json.loads(asset(f"notebooks/lab/{name}").read_text(encoding="utf-8"))
    for cell in content["cells"]:
        if "parameters" in cell["metadata"].get("tags", ()):
            cell["source"] = [_with(line, values) for line in cell["source"]]
    if language is not None:
        title = say("lab.app.title", language)
        content["metadata"] |= {"title": title, "waiting": say("lab.app.waiting", language)}
        content["cells"][0]["source"] = [f"# {title}"]
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _with(line: str, values: dict[str, Any]) -> str:
    """Line of a parameters cell with another default."""
    name = line.partition(":")[0].strip()
    if name not in values:
        return line
    head, _, rest = line.partition(" = ")
    note = rest.partition("  #")[2]
    return f"{head} = {values[name]!r}  #{note}"
