"""The folder that a client goes on with when the consultants leave 「项目交接」."""

from diagnostics.run.handover.hand_over import Handover, hand_over

__all__ = ["Handover", "hand_over"]
