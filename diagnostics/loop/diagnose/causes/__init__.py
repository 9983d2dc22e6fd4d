"""Why a gap is there: hypotheses held to the data and to what people saw 「根因验证」."""

from diagnostics.loop.diagnose.causes.register import causes
from diagnostics.loop.diagnose.causes.testing import test_cause

__all__ = ["causes", "test_cause"]
