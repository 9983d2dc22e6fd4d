"""A rendered page in other forms: PDF, pictures for a phone's chat, slides 「其他形式」."""

from diagnostics.run.printing.pdf import to_pdf
from diagnostics.run.printing.picture import to_picture

__all__ = ["to_pdf", "to_picture"]
