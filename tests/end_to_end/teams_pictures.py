"""Takes the pictures of the channel for Microsoft Teams that the documentation shows.

`python -m tests.end_to_end.teams_pictures` takes those in docs/pictures/ anew.
"""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Locator

from tests.end_to_end.assistant import running
from tests.end_to_end.teams_playground import TeamsChat, playground
from tests.widget.chromium import chromium

SIZE = {"width": 1_400, "height": 1_300}  # the largest card is seen whole
FOR_PLAYGROUND = {"TEAMS_AUTH": "off", "PUBLIC_URL": "https://assistant.example.org"}
"""The settings with which the Playground may talk to an assistant."""
_COLOURS = 64  # enough for text and two bars, in a third of the bytes

_CARDS = {
    "answer": "I forgot my password",
    "site": "VLZ59",
    "area": "how is Leeds doing",
}


def take_pictures(chat: TeamsChat, folder: Path) -> list[Path]:
    """Take the greeting, an answer, a site and an area, in a chat that has just begun."""
    taken = [_take(chat.first(), folder / "teams-greeting.png")]
    for name, question in _CARDS.items():
        taken.append(_take(chat.ask(question), folder / f"teams-{name}.png"))
    return taken


def _take(reply: Locator, file: Path) -> Path:
    shot = Image.open(io.BytesIO(reply.screenshot(animations="disabled", caret="hide")))
    shot.convert("RGB").quantize(_COLOURS).save(file, optimize=True)
    return file


if __name__ == "__main__":
    with (
        TemporaryDirectory() as folder,
        running(Path(folder), FOR_PLAYGROUND) as assistant,
        playground(f"{assistant.url}/webhooks/teams/webhook", Path(folder) / "playground") as place,
        chromium() as browser,
    ):
        chat = TeamsChat(browser.new_page(viewport=SIZE), place).visit()
        take_pictures(chat, Path(__file__).parents[2] / "docs" / "pictures")
