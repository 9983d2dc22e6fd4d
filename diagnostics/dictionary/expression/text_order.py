"""Which of two texts comes first differs between engines: only periods and codes are put in order 「文本次序」."""

from __future__ import annotations

import re

from diagnostics.dictionary.expression.nodes import Between, Comparison, Literal
from diagnostics.dictionary.expression.refusal import Text

# Digits, with the signs and letters of periods between them: these sort alike everywhere, words do not.
_SORTED_ALIKE = re.compile(r"[0-9]+([-/.]?[QWH]?[0-9]+)*", re.ASCII)


def check_order(node: Comparison | Between, text: Text) -> None:
    """Refuse to say which of two texts comes first, but for periods and codes 「检查文本次序」.

    Parameters
    ----------
    node : Comparison or Between
        Texts compared by ``<``, ``<=``, ``>``, ``>=`` or ``between``.
    text : Text
        The expression.

    Raises
    ------
    InputError
        When two columns are compared, or a column with a word. Both columns may hold numbers that would be put in
        order by their digits (``'9' > '10'``), and words sort by the language that a server was set up with.
    """
    literals = [each for each in node.children if isinstance(each, Literal)]
    if not literals or not all(_SORTED_ALIKE.fullmatch(str(each.value)) for each in literals):
        raise text.refuse(
            "Which of two texts comes first differs between engines; compare numbers (a - b > 0), days (date(a)),"
            " or with a period such as '2025-03'",
            node.at,
        )
