"""What a run may choose. Apart from the pipeline, so that the parent of workers loads no parser."""

from __future__ import annotations

from .model import Frozen, OcrMode


class Settings(Frozen):
    """What a run may choose.

    Attributes:
        register_file: path of a list of landlords, or "" for the one that comes with the tool.
        use_register: whether landlords are looked up in a register at all.
        ocr: which pages to read by OCR.
        second_reader: whether PDF and Word files are read once more by other means, see
            `saextract.parsers.second`.
    """

    register_file: str = ""
    use_register: bool = True
    ocr: OcrMode = "auto"
    second_reader: bool = False
