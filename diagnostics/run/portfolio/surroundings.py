"""Environment of a client's process: what programs need and what this client names 「隔离环境」."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from diagnostics.errors import PerfloopError
from diagnostics.run.warm.fingerprint import lasting

# Names, separated by commas, of what else every client's process may have: a certificate's place, a proxy.
ALSO = "PERFLOOP_PASS_ON"
_NEEDED = frozenset({
    "PATH", "HOME", "USER", "LOGNAME", "SHELL", "TZ", "TERM", "VIRTUAL_ENV", "JAVA_HOME", "SPARK_HOME", "SYSTEMROOT",
    "SYSTEMDRIVE", "COMSPEC", "PATHEXT", "USERPROFILE", "APPDATA", "LOCALAPPDATA",
    "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE", "WINDIR",
})  # fmt: skip
_OWN = frozenset({
    "PERFLOOP_MEMORY", "PERFLOOP_QUERY_WALL", "PERFLOOP_STEP_WALL", "PERFLOOP_STEP_MEMORY", "PERFLOOP_THREADS",
    "PERFLOOP_SPARK_MASTER", "PERFLOOP_SPARK_MEMORY", "PERFLOOP_PRACTICES", "PERFLOOP_CHROMIUM", "PERFLOOP_WARM",
    "PERFLOOP_WARM_PARENT", "PERFLOOP_PLAYBOOKS",
})  # fmt: skip

_PLACES = frozenset({"PERFLOOP_PRACTICES", "PERFLOOP_PLAYBOOKS"})


def environment_of(
    client: Path, withheld: Iterable[str], temporary: Path, outer: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Environment for the process of one client 「客户进程环境」.

    Parameters
    ----------
    client : Path
        The engagement's folder: variables that its engagement.yaml names are handed on.
    withheld : iterable of str
        Variables that other clients name.
    temporary : Path
        The client's own folder for temporary files.
    outer : mapping, optional
        Environment it is taken from; this process's by default.

    Examples
    --------
    >>> environment_of(Path("absent"), ["PYTHONOTHER"], Path("/t"), {"PATH": "/bin", "TOKEN": "x", "PYTHONOTHER": "y"})
    {'PATH': '/bin', 'TMPDIR': '/t', 'TMP': '/t', 'TEMP': '/t'}
    """
    outer = os.environ if outer is None else outer
    own = set(named_variables(client))
    also = {each.strip() for each in outer.get(ALSO, "").split(",")}
    # What libraries read when they are loaded stays: one warm parent serves those whose values are the same.
    # Nor can another take away what every process needs, by naming that.
    needed = ({*lasting(outer), *also} - set(withheld)) | _OWN | {name for name in outer if name.upper() in _NEEDED}
    kept = {name: value for name, value in outer.items() if name in needed | own}
    # The process has another working folder than the one they were named in.
    placed = {name: str(Path(kept[name]).absolute()) for name in _PLACES & kept.keys() if kept[name].strip()}
    return {**kept, **placed, **dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(temporary))}


def named_variables(client: Path) -> tuple[str, ...]:
    """Environment variables that an engagement names, none where its file can't be read 「点名的环境变量」."""
    from diagnostics.dictionary.yaml_file import read_yaml

    try:
        content = read_yaml(client / "engagement.yaml", client).data
    except (PerfloopError, OSError):
        # What is wrong with it is told by the client's own run.
        return ()
    return tuple(dict.fromkeys(each for each in _named(content) if isinstance(each, str) and each))


def _named(content: Any) -> Iterator[Any]:
    sources = _mapping(_mapping(content).get("sources"))
    yield from (_mapping(each).get("url_env") for each in sources.values())
    ledger = _mapping(_mapping(content).get("ledger"))
    yield from (ledger.get("url_from"), ledger.get("key_from"))
    yield _mapping(_mapping(content).get("leak_scan")).get("canaries_from")


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
