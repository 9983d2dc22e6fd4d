"""Where numbers that stand for one person are in a text 「个人号码位置」."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal, get_args

from diagnostics.data.personal.bank_cards import bank_cards
from diagnostics.data.personal.identity_numbers import identity_numbers
from diagnostics.data.personal.mailboxes import mailboxes
from diagnostics.data.personal.phones import phones

PersonalKind = Literal["mailbox", "identity", "bank_card", "phone"]
KINDS: tuple[PersonalKind, ...] = get_args(PersonalKind)
# In the order in which a stretch is called: a card's number is no telephone's.
_FIND: tuple[tuple[PersonalKind, Callable[[str], Iterable[tuple[int, int]]]], ...] = (
    ("mailbox", mailboxes), ("identity", identity_numbers), ("bank_card", bank_cards), ("phone", phones),
)  # fmt: skip


def personal_spans(text: str) -> Iterator[tuple[PersonalKind, int, int]]:
    """Kinds and spans of a text's identity card, bank card and telephone numbers and mailboxes 「个人号码位置」.

    Examples
    --------
    >>> told = "li@acme.cn 11010519491231002X 138 0013 8000"
    >>> [(kind, told[start:end]) for kind, start, end in personal_spans(told)]
    [('mailbox', 'li@acme.cn'), ('identity', '11010519491231002X'), ('phone', '138 0013 8000')]
    """
    taken: list[tuple[int, int]] = []
    for kind, find in _FIND:
        for start, end in find(text):
            if not any(one < end and start < other for one, other in taken):
                taken.append((start, end))
                yield kind, start, end
