"""nbformat and papermill, imported without what they do not need 「笔记本格式库」."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

# jsonschema compiles a grammar of internationalised addresses when it finds this package: a second of CPU in every
# process, for a format that no notebook's schema has.
_SLOW = "rfc3987_syntax"
# papermill loads what reads notebooks from Hadoop and from the web; ours are files. A quarter of a second.
_HADOOP, _WEB = "pyarrow.fs", "requests"


def import_nbformat() -> ModuleType:
    """Import nbformat without a second of needless work 「加载笔记本格式库」."""
    with _instead({} if "jsonschema" in sys.modules else {_SLOW: None}):
        import nbformat
    module: ModuleType = nbformat
    return module


def import_papermill() -> ModuleType:
    """Import papermill without the libraries of places where no notebook of perfloop lies 「加载执行库」."""
    import_nbformat()
    if "papermill" in sys.modules:
        return sys.modules["papermill"]
    with _instead({_HADOOP: None, _WEB: ModuleType(_WEB)}):
        import papermill
    module: ModuleType = papermill
    return module


@contextmanager
def _instead(modules: dict[str, ModuleType | None]) -> Iterator[None]:
    """Let imports find other modules, or none, for a while; what is loaded already stays."""
    put = [name for name in modules if name not in sys.modules]
    # None is the documented way to make an import fail.
    sys.modules.update({name: modules[name] for name in put})  # type: ignore[misc]
    try:
        yield
    finally:
        for name in put:
            del sys.modules[name]
