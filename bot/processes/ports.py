"""Ask the system about ports and servers."""

from __future__ import annotations

import errno
import socket
import time
from collections.abc import Callable
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit


def free_port(host: str = "127.0.0.1") -> int:
    """Give a port on which nobody listens now."""
    with socket.socket() as found:
        found.bind((host, 0))
        return int(found.getsockname()[1])


def is_taken(host: str, port: int) -> bool:
    """Tell whether somebody listens on a port already.

    Raises:
        OSError: nobody can listen there: no such address, or no right to use the port.
    """
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            return True
    return False


def answers(url: str, timeout: float = 2.0) -> bool:
    """Tell whether a server answers a GET with 200; `url` starts with http://.

    Straight from Python's library, as this stays in memory as long as an assistant runs, and
    without a proxy: the servers asked are ours.
    """
    there = urlsplit(url)
    try:
        with closing(HTTPConnection(there.netloc, timeout=timeout)) as connection:
            connection.request("GET", there.path or "/")
            return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False


def wait_until(ready: Callable[[], bool], seconds: float, alive: Callable[[], bool]) -> bool:
    """Ask again and again until ready; give up when the time is over or nothing is alive."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and alive():
        if ready():
            return True
        time.sleep(0.2)
    return False
