"""What all configuration nouns share 「配置名词的基类」."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

# Name of a column: any text but none.
ColumnName = Annotated[str, Field(min_length=1)]


class Noun(BaseModel):
    """A frozen noun read from a client's files; unknown fields are refused 「配置名词」."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
