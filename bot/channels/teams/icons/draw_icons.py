"""Draw the two icons of the app: a speech bubble that is an envelope too.

Run it after a change: `.venv/bin/python bot/channels/teams/icons/draw_icons.py`. It is no part of
the server; Pillow comes with matplotlib.

Teams wants a square of 192 pixels in colour, whose drawing keeps to the middle 120, and one of 32
pixels that is white on nothing. Source: Microsoft, "Teams app package", section on app icons.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

COLOUR = (0, 90, 91, 255)  # the website's
_WHITE = (255, 255, 255, 255)
_CLEAR = (0, 0, 0, 0)
_FINER = 8  # times, so that edges become smooth when the picture is made small

# The drawing, on a square of 100 by 100.
_BUBBLE = (2, 10, 98, 76)
_TAIL = ((22, 70), (22, 98), (50, 70))
_FLAP = ((14, 24), (50, 50), (86, 24))
_CORNER, _LINE = 12, 8


def colour_icon(size: int = 192, drawing: int = 112) -> Image.Image:
    """Draw it white on the colour, within the middle `drawing` pixels of the square."""
    return _drawn(size, drawing, COLOUR, flap=COLOUR, hollow=False)


def outline_icon(size: int = 32, drawing: int = 30) -> Image.Image:
    """Draw it in white lines on nothing."""
    return _drawn(size, drawing, _CLEAR, flap=_WHITE, hollow=True)


def _drawn(
    size: int,
    drawing: int,
    ground: tuple[int, int, int, int],
    flap: tuple[int, int, int, int],
    *,
    hollow: bool,
) -> Image.Image:
    large = Image.new("RGBA", (size * _FINER, size * _FINER), ground)
    pen = ImageDraw.Draw(large)
    scale, margin = drawing * _FINER / 100, (size - drawing) * _FINER / 2

    def at(*numbers: float) -> list[float]:
        return [margin + number * scale for number in numbers]

    width = round(_LINE * scale)
    pen.rounded_rectangle(at(*_BUBBLE), _CORNER * scale, fill=_WHITE)
    pen.polygon([tuple(at(*point)) for point in _TAIL], fill=_WHITE)
    if hollow:
        left, top, right, bottom = at(*_BUBBLE)
        inner = (left + width, top + width, right - width, bottom - width)
        pen.rounded_rectangle(inner, (_CORNER - _LINE) * scale, fill=_CLEAR)
    pen.line([tuple(at(*point)) for point in _FLAP], fill=flap, width=width, joint="curve")
    return large.resize((size, size), Image.Resampling.BOX)


if __name__ == "__main__":
    folder = Path(__file__).parent
    colour_icon().save(folder / "color.png", optimize=True)
    outline_icon().save(folder / "outline.png", optimize=True)
