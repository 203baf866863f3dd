"""Keep an assistant running until it is ended: python -m bot.processes MODEL.

`caremail run` becomes this once everything is checked: what the checks imported would stay in
memory as long as the assistant runs. So only what is light is imported here.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from bot.processes.assistant import address, assistant, is_ready
from bot.processes.supervisor import GivenUpError, stop_on_signals
from bot.settings import Settings


def main(model: Path) -> None:
    """Start the servers with a trained model, say when they are ready, and start them again."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    settings = Settings.from_environment()
    supervisor, actions_health = assistant(settings, model)
    stop_on_signals(supervisor)
    _say("Starting ...")
    with supervisor:
        try:
            if supervisor.watch(until=lambda: is_ready(settings, actions_health)):
                _say(f"Ready. Talk to it: {address(settings)}/webhooks/rest/webhook")
                _say("In a terminal: make shell. To end: Ctrl-C.")
            supervisor.watch()
        except GivenUpError as error:
            sys.exit(str(error))


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
