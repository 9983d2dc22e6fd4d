"""The pack of a regular meeting: one page from ledger and results 「例会材料」."""

from diagnostics.loop.close.meeting.page import meeting_page

__all__ = ["meeting_page"]
