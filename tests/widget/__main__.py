"""`python -m tests.widget` takes the pictures of the widget in docs/pictures/ anew."""

from __future__ import annotations

from pathlib import Path

from tests.widget.chromium import chromium
from tests.widget.fake_service import fake_service
from tests.widget.pictures import take_pictures

with chromium() as browser, fake_service() as service:
    take_pictures(browser, service, Path(__file__).parents[2] / "docs" / "pictures")
