"""One way to a finding: its words come from the terms 「生成发现」."""

from __future__ import annotations

from diagnostics.model.finding import Finding, Severity
from diagnostics.model.text import Text
from diagnostics.terms import Language, say


def found(
    code: str, severity: Severity, place: str, about: str, /, *, variant: str = "", **values: Text | str | int
) -> Finding:
    """Finding with the words of its code in both languages 「生成发现」.

    Parameters
    ----------
    code : str
        Code; the words are ``finding.<code>.message`` and ``.remedy``.
    place, about : str
        Where it is, and the id of what it is about.
    variant : str
        Word between code and message, where a code has several kinds.
    **values
        Placeholders of the words; a Text is said in the finding's language.
    """
    root = f"finding.{code}.{variant}" if variant else f"finding.{code}"

    def words(part: str, language: Language) -> str:
        said = {name: each.say(language) if isinstance(each, Text) else each for name, each in values.items()}
        return say(f"{root}.{part}", language, **said)

    message, remedy = (Text(zh=words(part, "zh"), en=words(part, "en")) for part in ("message", "remedy"))
    return Finding(code, severity, place, message, remedy, about, variant)


def percent(share: float, decimals: int = 6) -> str:
    """Share as readers see it, with as many decimals as it needs, up to a limit 「百分数」.

    Examples
    --------
    >>> percent(0.95), percent(0.995), percent(0.6 + 0.3)
    ('95%', '99.5%', '90%')
    """
    return f"{round(100 * share, decimals):.10g}%"
