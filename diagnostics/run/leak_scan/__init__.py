"""What must not leave an engagement, looked for in everything before it is published 「泄露扫描」."""

from diagnostics.run.leak_scan.leak import Leak, LeakError, refuse_leaks
from diagnostics.run.leak_scan.scanning import scan

__all__ = ["Leak", "LeakError", "refuse_leaks", "scan"]
