"""A page as slides: one message a slide, in text and tables that can be edited 「演示文稿」."""

from diagnostics.run.printing.slides.write import to_slides

__all__ = ["to_slides"]
