"""What a client keeps when the consultants leave, page by page 「交接材料」."""

from diagnostics.loop.close.handover.documents import Document, documents

__all__ = ["Document", "documents"]
