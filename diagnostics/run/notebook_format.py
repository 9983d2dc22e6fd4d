"""nbformat, imported without what it does not need 「笔记本格式库」."""

from __future__ import annotations

import sys
from types import ModuleType

# jsonschema compiles a grammar of internationalised addresses when it finds this package: a second of CPU in every
# process, for a format that no notebook's schema has.
_SLOW = "rfc3987_syntax"


def import_nbformat() -> ModuleType:
    """Import nbformat, and papermill after it, without a second of needless work 「加载笔记本格式库」."""
    blocked = _SLOW not in sys.modules and "jsonschema" not in sys.modules
    if blocked:
        sys.modules[_SLOW] = None  # type: ignore[assignment]  # the documented way to make an import fail
    try:
        import nbformat
    finally:
        if blocked:
            del sys.modules[_SLOW]
    module: ModuleType = nbformat
    return module
