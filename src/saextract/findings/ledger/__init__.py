"""The ledger of promises: what an assessment announced, and what the next one says of it."""

from __future__ import annotations

from .ledger import Dated, Promise, Status, answered, ledger, next_ones

__all__ = ["Dated", "Promise", "Status", "answered", "ledger", "next_ones"]
