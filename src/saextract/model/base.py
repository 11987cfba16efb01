"""The base of all core types."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """Base of all core types: immutable, and closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")
