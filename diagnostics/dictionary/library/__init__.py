"""Library of measures: cards, training, tools by level 「干预措施库」."""

from diagnostics.dictionary.library.read import DELIVERED, OWN, Library, read_library

__all__ = ["DELIVERED", "OWN", "Library", "read_library"]
