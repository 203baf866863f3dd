"""What the tests of the understanding share: the settings of config.yml, and the real encoder."""

from __future__ import annotations

from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.nlu.encoder import KINDS, SentenceEncoder, load_encoder
from bot.settings import PROJECT, Settings


@pytest.fixture(scope="session")
def pipeline() -> dict[str, dict[str, Any]]:
    """The settings of each component in config.yml, by the last part of its name."""
    config = YAML(typ="safe").load((PROJECT / "config.yml").read_text(encoding="utf-8"))
    return {
        entry["name"].rsplit(".", 1)[-1]: {k: v for k, v in entry.items() if k != "name"}
        for entry in config["pipeline"]
    }


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    """The large encoder as the assistant uses it; built first where it is missing."""
    return load_encoder(Settings.from_environment().encoder_folder, KINDS["large"], threads=2)
