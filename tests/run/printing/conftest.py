"""What the leak scan finds in a document, for slides too."""

from tests.run.leak_scan.conftest import kinds

__all__ = ["kinds"]
