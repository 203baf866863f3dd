"""The picture of an area: small, readable in every theme, and the same whoever draws beside it."""

from __future__ import annotations

import base64
import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from PIL import Image

from bot.channels.teams.card_texts import read_texts
from bot.channels.teams.picture import area_picture
from bot.knowledge.catalogue import load_catalogue
from bot.settings import PROJECT

TEXTS = read_texts(load_catalogue(PROJECT / "knowledge"))
GREEN, WHITE = (23, 99, 92), (255, 255, 255)
CARE_HOME = {"setting": "care_home", "active_users": 1320, "inactive_users": 110}
HOME_CARE = {"setting": "home_care", "active_users": 40, "inactive_users": 65}
OTHER = {"setting": "unknown", "active_users": 3, "inactive_users": 700}


def area(*settings: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Give the payload of an area's reply."""
    return {"area": "Calderdale", "snapshot": "2026-08-06", "settings": [*settings], **more}


def drawn(custom: dict[str, Any]) -> Image.Image:
    """Draw an area, and open the picture."""
    address = area_picture(custom, TEXTS)
    assert address
    head, _, data = address.partition(",")
    assert head == "data:image/png;base64"
    assert len(address) < 30_000
    return Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")


@pytest.mark.parametrize(
    "settings", [(CARE_HOME,), (CARE_HOME, HOME_CARE), (CARE_HOME, HOME_CARE, OTHER)]
)
def test_the_picture_is_small_and_white(settings: tuple[dict[str, Any], ...]) -> None:
    """It has a background of its own for the dark theme, and bars as long as the figures say."""
    picture = drawn(area(*settings))
    width, height = picture.size
    corners = {picture.getpixel((x, y)) for x in (0, width - 1) for y in (0, height - 1)}
    rows = [
        sum(picture.getpixel((x, y)) == GREEN for x in range(width // 5, width))
        for y in range(height)
    ]

    assert corners == {WHITE}
    assert 300 < height <= 1024
    assert 300 < width <= 1024
    most = max(each["active_users"] + each["inactive_users"] for each in settings)
    assert max(rows) == pytest.approx(0.68 * width * CARE_HOME["active_users"] / most, rel=0.03)


def test_nothing_is_drawn_over_the_words() -> None:
    """The key has a line of its own, however many settings there are: a white one below it."""
    picture = drawn(area(CARE_HOME, HOME_CARE, OTHER))
    width, height = picture.size
    left = [
        any(picture.getpixel((x, y)) != WHITE for x in range(width // 5)) for y in range(height)
    ]
    lines = sum(now and not before for before, now in zip([False, *left], left, strict=False))

    assert lines == 6  # the title, the area, the key and three settings


@pytest.mark.parametrize("name", ["Very long " * 30, "W" * 300, "Cost $5 to $6", r"\frac{1}{"])
def test_any_name_of_an_area_can_be_drawn(name: str) -> None:
    """A long name is cut before the edge, and no name is taken for a formula."""
    picture = drawn(area(CARE_HOME, area=name))
    width, height = picture.size

    assert {picture.getpixel((width - 1, y)) for y in range(height)} == {WHITE}


def test_invented_figures_say_so() -> None:
    """A picture can be sent on without the words around it."""
    assert area_picture(area(CARE_HOME, sample=True), TEXTS) != area_picture(area(CARE_HOME), TEXTS)


@pytest.mark.parametrize("settings", [(), ({**OTHER, "active_users": 0, "inactive_users": 0},)])
def test_nothing_to_draw_gives_no_picture(settings: tuple[dict[str, Any], ...]) -> None:
    """An area without users has no bars."""
    assert area_picture(area(*settings), TEXTS) is None


def test_pictures_drawn_at_once_are_not_mixed() -> None:
    """Each thread draws its own picture, the same as when nobody else draws."""
    areas = [area(CARE_HOME, area=f"Area {number % 5}") for number in range(20)]
    alone = [area_picture(each, TEXTS) for each in areas]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda each: area_picture(each, TEXTS), areas))

    assert together == alone
    assert len(set(alone)) == 5


def test_drawing_is_loaded_only_when_it_is_needed() -> None:
    """A server that draws nothing starts without matplotlib."""
    program = "import sys, bot.channels.teams.picture; print('matplotlib' in sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == "False"
