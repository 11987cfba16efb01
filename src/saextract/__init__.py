"""Turns landlords' self-assessments against the Complaint Handling Code into a dataset.

The names below are the public API; they are imported when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from .codes import get_code, load_codes
    from .dataset.access import DatasetFolder
    from .dataset.access import open_dataset as open
    from .errors import DocumentError, SaextractError, UsageError
    from .model import Action, Assessment, Finding, Outcome, Response, Source
    from .pipeline import process
    from .running import Settings as IngestSettings
    from .running import ingest, read
    from .settings import Settings

_HOMES = {
    "Action": "model",
    "DatasetFolder": "dataset.access",
    "Assessment": "model",
    "DocumentError": "errors",
    "Finding": "model",
    "IngestSettings": "running",
    "Outcome": "model",
    "Response": "model",
    "SaextractError": "errors",
    "Settings": "settings",
    "Source": "model",
    "UsageError": "errors",
    "get_code": "codes",
    "ingest": "running",
    "load_codes": "codes",
    "open": "dataset.access",
    "process": "pipeline",
    "read": "running",
}

_OTHER_NAMES = {"open": "open_dataset", "IngestSettings": "Settings"}
"""Public names that are others in the module that they come from."""

__all__ = [
    "Action",
    "Assessment",
    "DatasetFolder",
    "DocumentError",
    "Finding",
    "IngestSettings",
    "Outcome",
    "Response",
    "SaextractError",
    "Settings",
    "Source",
    "UsageError",
    "__version__",
    "get_code",
    "ingest",
    "load_codes",
    "open",
    "process",
    "read",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        module = import_module(f".{_HOMES[name]}", __name__)
        return getattr(module, _OTHER_NAMES.get(name, name))
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
