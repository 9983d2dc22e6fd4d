"""Words that a client gives in one or two languages 「双语文本」."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from diagnostics.terms import Language


class Text(BaseModel):
    """Words in Chinese, English or both 「双语文本」.

    Parameters
    ----------
    zh, en : str
        Either may be empty; the other then stands in for it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str = ""
    en: str = ""

    def say(self, language: Language) -> str:
        """Words in a language, else in the other one 「取文本」."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)

    def __bool__(self) -> bool:
        """Whether anything is said at all."""
        return bool(self.zh.strip() or self.en.strip())


def _both(value: Any) -> Any:
    """Take a plain string as the words of both languages: most clients write one."""
    return {"zh": value, "en": value} if isinstance(value, str) else value


Words = Annotated[Text, BeforeValidator(_both)]
