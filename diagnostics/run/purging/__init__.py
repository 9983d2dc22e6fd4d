"""An engagement deleted whole, with a certificate of what is gone 「项目删除」."""

from diagnostics.run.purging.certificate import Certificate, read_certificate
from diagnostics.run.purging.deleting import Purged, purge, survey

__all__ = ["Certificate", "Purged", "purge", "read_certificate", "survey"]
