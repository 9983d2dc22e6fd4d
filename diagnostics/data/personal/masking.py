"""Personal numbers as they may be shown: enough to find one, too little to tell it 「个人号码打码」."""

from __future__ import annotations

from collections.abc import Iterable

from diagnostics.data.personal.folding import folded
from diagnostics.data.personal.spans import PersonalKind, personal_spans

# Characters that stay in front and behind, as forms in China mask them.
_SHOWN: dict[PersonalKind, tuple[int, int]] = {
    "identity": (3, 2),
    "bank_card": (4, 4),
    "phone": (3, 4),
    "mailbox": (1, 0),
}
# No personal number is shorter; most texts of a client's are.
_SHORTEST = 7


def without_personal(text: str) -> str:
    """Text with its identity card, bank card and telephone numbers and mailboxes masked 「个人号码打码」.

    Examples
    --------
    >>> [without_personal(each) for each in ("身份证 11010519491231002X", "138 0013 8000", "li.wei@a.cn")]
    ['身份证 110•••••••••••••2X', '138••••••8000', 'l•••••@a.cn']
    >>> without_personal("revenue 1,234,567 of 2025-06-30")
    'revenue 1,234,567 of 2025-06-30'
    """
    if len(text) < _SHORTEST:
        return text
    for reading in dict.fromkeys((text, folded(text))):
        spans = sorted(personal_spans(reading), key=lambda each: each[1])
        if spans:
            told, done = [], 0
            for kind, start, end in spans:
                told += [reading[done:start], _masked(reading[start:end], kind)]
                done = end
            return "".join((*told, reading[done:]))
    return text


def _masked(number: str, kind: PersonalKind) -> str:
    name, at, domain = number.partition("@")
    if kind == "mailbox" and at:
        return f"{name[:1]}{'•' * max(len(name) - 1, 1)}@{domain}"
    before, behind = _SHOWN[kind]
    return f"{number[:before]}{'•' * (len(number) - before - behind)}{number[len(number) - behind :]}"


def distinct_labels(values: Iterable[str]) -> dict[str, str]:
    """Values that bear a personal number, each with a label of its own in place of it 「取值标签」.

    Parameters
    ----------
    values : iterable of str
        Values of a column, each once.

    Returns
    -------
    dict of str to str
        Labels by value, for those alone that bear a personal number. Two numbers that look alike once masked are told
        apart by a number, in order of the values.

    Examples
    --------
    >>> distinct_labels(["13800138000", "13811118000", "north"])
    {'13800138000': '138••••8000', '13811118000': '138••••8000 (2)'}
    """
    every = set(values)
    taken, found = set(every), {}
    for value in sorted(every):
        label = masked = without_personal(value)
        if masked == value:
            continue
        at = 2
        while label in taken:
            label, at = f"{masked} ({at})", at + 1
        taken.add(label)
        found[value] = label
    return found
