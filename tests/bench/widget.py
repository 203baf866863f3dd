"""How soon somebody can write into the chat on a poor line and a slow computer."""

from __future__ import annotations

import time

from tests.widget.chromium import chromium

_BYTES_A_SECOND = 750_000 / 8  # a line of 750 kbit/s
_LATENCY = 100  # milliseconds
_SLOWER = 4  # times, the processor


def input_ready(origin: str) -> float:
    """Give the seconds from the call of /chat until its field can be written into.

    Nothing is cached, and opening the chat is part of it.
    """
    with chromium() as browser:
        page = browser.new_page()
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": _LATENCY,
                "downloadThroughput": _BYTES_A_SECOND,
                "uploadThroughput": _BYTES_A_SECOND,
            },
        )
        session.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
        start = time.perf_counter()
        page.goto(f"{origin}/chat", wait_until="commit")
        chat = page.locator("care-chat")
        chat.locator("button").first.click()
        chat.locator("textarea, input[type=text]").first.fill("a")
        return time.perf_counter() - start
