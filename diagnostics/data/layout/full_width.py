"""Full-width characters of Chinese input become the ASCII ones they stand for 「全角字符」."""

from __future__ import annotations

# The block of full-width forms lies at a fixed distance from ASCII.
_SHIFT = 0xFEE0
_TABLE = {each: each - _SHIFT for each in range(0xFF01, 0xFF5F)}
_TABLE |= {0x3000: 0x20, 0xFFE5: 0xA5, 0x2212: 0x2D, 0x00A0: 0x20, 0xFE63: 0x2D, 0xFE6A: 0x25}


def narrow(text: str) -> str:
    r"""Text with full-width digits, signs, letters and spaces as ASCII 「全角转半角」.

    Parameters
    ----------
    text : str
        A cell.

    Returns
    -------
    str
        Without space around it; other characters are as they were.

    Examples
    --------
    >>> narrow("\uff0d\uff11\uff12\uff0e\uff15\uff05 ")
    '-12.5%'
    """
    return (text if text.isascii() else text.translate(_TABLE)).strip()


def is_narrow(text: str) -> bool:
    """Whether a text holds no full-width form 「是否全为半角」."""
    return text.isascii() or all(ord(each) not in _TABLE for each in text)
