"""Library of measures: cards, training, tools by level 「干预措施库」."""

from diagnostics.dictionary.library.read import Library, read_library

__all__ = ["Library", "read_library"]
