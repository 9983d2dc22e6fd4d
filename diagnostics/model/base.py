"""What all configuration nouns share 「配置名词的基类」."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Noun(BaseModel):
    """A frozen noun read from a client's files; unknown fields are refused 「配置名词」."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
