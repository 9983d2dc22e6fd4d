"""Every word that a reader sees 「术语与文案」.

``zh/*.yaml`` and ``en/*.yaml`` hold the same ids with the same placeholders (a test says so).
"""

from diagnostics.terms.say import LANGUAGES, Language, known_ids, say

__all__ = ["LANGUAGES", "Language", "known_ids", "say"]
