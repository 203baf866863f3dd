"""One whole assistant: the action server and the Rasa server."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bot.processes.ports import answers, free_port
from bot.processes.supervisor import Program, Supervisor
from bot.settings import Settings

# No telemetry, no download, no chatter of libraries; 1 thread each, as 2 processes share a machine.
_QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONWARNINGS": "ignore",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "HF_HUB_OFFLINE": "1",
    "OMP_NUM_THREADS": "1",
    "TF_INTRA_OP_PARALLELISM_THREADS": "1",
    "TF_INTER_OP_PARALLELISM_THREADS": "1",
}


def quiet_environment() -> dict[str, str]:
    """Give the environment for a process that loads Rasa."""
    return {**os.environ, **_QUIET}


def assistant(settings: Settings, model: Path) -> tuple[Supervisor, str]:
    """Prepare the processes of an assistant, with the address at which its actions are ready."""
    port = free_port()
    actions = f"http://127.0.0.1:{port}"
    env = {
        **quiet_environment(),
        "HOST": settings.host,
        "PORT": str(settings.port),
        "DATABASE_URL": settings.database_url,
        "ACTION_SERVER_URL": f"{actions}/webhook",
    }
    command = [sys.executable, "-m"]
    programs = [
        Program("action server", [*command, "actions", "--port", str(port), "--sample"], env),
        Program("Rasa server", [*command, "bot.channels", str(model)], env),
    ]
    return Supervisor(programs), f"{actions}/health"


def address(settings: Settings) -> str:
    """Give the address at which the assistant is reached from this machine."""
    host = "127.0.0.1" if settings.host == "0.0.0.0" else settings.host  # noqa: S104
    return f"http://{host}:{settings.port}"


def is_ready(settings: Settings, actions_health: str) -> bool:
    """Tell whether both servers answer."""
    return answers(actions_health) and answers(f"{address(settings)}/webhooks/rest/")
