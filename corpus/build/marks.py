"""Ticks and form fields for the ReportLab writer."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable


def dingbat(mark: str) -> str:
    """Markup of a mark in ZapfDingbats, whose marks are letters and digits in the file."""
    return f'<font name="ZapfDingbats">{mark.replace("X", "✗")}</font>'


class Tick(Flowable):  # type: ignore[misc]
    """A tick drawn with two strokes.

    Args:
        size: its width and height in points.
    """

    def __init__(self, size: float) -> None:
        super().__init__()
        self.width = self.height = size

    def draw(self) -> None:
        """Draws it at the origin."""
        canvas: Any = self.canv
        path = canvas.beginPath()
        path.moveTo(0.1 * self.width, 0.5 * self.height)
        path.lineTo(0.4 * self.width, 0.1 * self.height)
        path.lineTo(0.95 * self.width, 0.95 * self.height)
        canvas.saveState()
        canvas.setLineWidth(1.2)
        canvas.drawPath(path)
        canvas.restoreState()


class AnswerField(Flowable):  # type: ignore[misc]
    """A text field that holds an answer; the page itself prints none.

    Args:
        provision: names the field.
        value: what is filled in.
        size: type size in points.
    """

    def __init__(self, provision: str, value: str, size: float) -> None:
        super().__init__()
        self.provision, self.value, self.size = provision, value, size
        self.height = size + 6

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As wide as the cell."""
        del height
        self.width = width
        return width, self.height

    def draw(self) -> None:
        """Places the field at the origin."""
        canvas: Any = self.canv
        canvas.acroForm.textfield(
            name=f"comply {self.provision}",
            value=self.value,
            width=self.width,
            height=self.height,
            fontSize=self.size,
            borderWidth=0,
            relative=True,
            maxlen=200,
        )
