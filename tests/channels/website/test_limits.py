"""How much a session and an address may ask, and how an address is known."""

from __future__ import annotations

import uuid
from collections import deque
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.limits import SlidingWindow, pass_all
from bot.channels.website.address import visitor
from bot.channels.website.settings import WebsiteSettings
from tests.channels.website.serving import Website, serving


def test_a_window_lets_through_its_limit_and_tells_how_long_to_wait() -> None:
    """Times count for as many seconds as the window has, to the moment."""
    window = SlidingWindow(2, 60)
    for now in (0.0, 10.0):
        assert pass_all([(window, "a")], now) == 0

    assert window.wait("a", 20.0) == 40
    assert window.wait("b", 20.0) == 0
    assert window.wait("a", 59.9) == pytest.approx(0.1)
    assert pass_all([(window, "a")], 60.0) == 0
    assert window.wait("a", 60.0) == 10


def test_what_is_refused_does_not_count() -> None:
    """Who keeps trying is not kept out for longer."""
    window = SlidingWindow(1, 60)
    assert pass_all([(window, "a")], 0.0) == 0
    for now in (1.0, 30.0, 59.0):
        assert pass_all([(window, "a")], now) == 60 - now

    assert pass_all([(window, "a")], 60.0) == 0


def test_a_full_window_takes_nothing_from_the_others() -> None:
    """A message that one limit refuses is not counted by another."""
    full, other = SlidingWindow(1, 60), SlidingWindow(1, 10)
    pass_all([(full, "a")], 0.0)

    assert pass_all([(other, "b"), (full, "a")], 1.0) == 59
    assert other.wait("b", 1.0) == 0


def test_the_keys_that_are_known_do_not_grow() -> None:
    """However many addresses come, memory stays; those that are active are not dropped."""
    window = SlidingWindow(1, 60, most_keys=100)
    for number in range(1_000):
        window.note(f"new {number}", float(number) / 1_000)
        window.note("active", float(number) / 1_000)

    assert len(window._done) == 100
    assert window.wait("active", 1.0) > 0
    assert window.wait("new 0", 1.0) == 0


@given(
    limit=st.integers(1, 4),
    steps=st.lists(st.integers(0, 30), max_size=40),
)
def test_never_more_than_the_limit_in_any_window(limit: int, steps: list[int]) -> None:
    """Whenever somebody comes, no stretch of the window's length holds more than the limit."""
    window, now, passed = SlidingWindow(limit, 60), 0.0, deque[float]()
    for step in steps:
        now += step
        recent = [at for at in passed if at > now - 60]
        wait = pass_all([(window, "a")], now)
        assert (wait == 0) == (len(recent) < limit)
        if wait == 0:
            passed.append(now)
        else:
            assert pass_all([(SlidingWindow(1, 1), "b")], now) == 0
            assert window.wait("a", now + wait + 1e-6) == 0


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "expected"),
    [
        ("192.0.2.1", [], 0, "192.0.2.1"),
        ("192.0.2.1", ["198.51.100.7"], 0, "192.0.2.1"),
        ("127.0.0.1", [], 1, "127.0.0.1"),
        ("127.0.0.1", ["198.51.100.7"], 1, "198.51.100.7"),
        ("127.0.0.1", ["10.9.9.9, 198.51.100.7"], 1, "198.51.100.7"),
        ("127.0.0.1", ["10.9.9.9", "198.51.100.7"], 1, "198.51.100.7"),
        ("127.0.0.1", ["10.9.9.9, 198.51.100.7, 192.0.2.8"], 2, "198.51.100.7"),
        ("127.0.0.1", ["198.51.100.7"], 2, "198.51.100.7"),
        ("127.0.0.1", ["198.51.100.7:40123"], 1, "198.51.100.7"),
        ("127.0.0.1", ["[2001:db8:1:2:3::4]:40123"], 1, "2001:db8:1:2::/64"),
        ("127.0.0.1", ["[2001:db8:1:2:3::4]"], 1, "2001:db8:1:2::/64"),
        ("127.0.0.1", ["2001:db8:1:2:9::5"], 1, "2001:db8:1:2::/64"),
        ("127.0.0.1", ["::ffff:198.51.100.7"], 1, "198.51.100.7"),
        ("127.0.0.1", ["unknown"], 1, "127.0.0.1"),
        ("127.0.0.1", ["198.51.100.7, "], 1, "127.0.0.1"),
        ("127.0.0.1", [""], 1, "127.0.0.1"),
        ("::1", [], 0, "::/64"),
        ("", [], 0, ""),
    ],
)
def test_the_visitor_behind_proxies(
    peer: str, forwarded: list[str], proxies: int, expected: str
) -> None:
    """Only as many entries are believed as there are proxies; the rest may be made up."""
    assert visitor(peer, forwarded, proxies) == expected


@given(st.lists(st.text()), st.integers(0, 3))
def test_any_header_gives_some_address(forwarded: list[str], proxies: int) -> None:
    """Whatever stands in the header, there is an address to count by."""
    assert visitor("192.0.2.1", forwarded, proxies)


async def test_messages_a_minute_by_session(tmp_path: Path) -> None:
    """A session that asks too often waits, and another one does not."""
    async with serving(tmp_path, settings=WebsiteSettings(messages_a_minute=2)) as website:
        token, other = await website.session(), await website.session()
        statuses = [(await website.say(token)).status for _ in range(2)]
        refused = await website.say(token)
        others = await website.say(other)
        website.clock.now += 59.5
        still = await website.say(token)
        website.clock.now += 0.5
        again = await website.say(token)

    assert statuses == [200, 200]
    assert refused.status == 429
    assert refused.code == "too_many"
    assert refused.json["error"]["retry_after"] == 60
    assert refused.headers["Retry-After"] == "60"
    assert others.status == 200
    assert still.json["error"]["retry_after"] == 1
    assert again.status == 200


async def test_messages_a_minute_by_address(tmp_path: Path) -> None:
    """Many sessions do not give one address more than its share."""
    settings = WebsiteSettings(address_messages_a_minute=3)
    async with serving(tmp_path, settings=settings) as website:
        answers = [await website.say(await website.session()) for _ in range(4)]

    assert [answer.status for answer in answers] == [200, 200, 200, 429]


@pytest.mark.parametrize(
    "custom", [{"kind": "site"}, {"kind": "notice", "outcome": "site_unknown"}]
)
async def test_sites_an_hour_by_address(tmp_path: Path, custom: dict[str, str]) -> None:
    """However many chats an address starts, the assistant is told when it has seen enough sites."""
    settings = WebsiteSettings(address_sites_an_hour=2)
    async with serving(tmp_path, settings=settings) as website:
        website.assistant.replies = [{"text": "So it stands.", "custom": custom}]
        for _ in range(3):
            await website.say(await website.session())
        website.clock.now += 3_600
        await website.say(await website.session())
        heard = website.assistant.heard

    assert [message.metadata for message in heard] == [
        None,
        None,
        {"sites_spent": True},
        None,
    ]


async def test_a_retry_is_not_counted(tmp_path: Path) -> None:
    """Who asks again for the same message pays for it once."""
    async with serving(tmp_path, settings=WebsiteSettings(messages_a_minute=2)) as website:
        token, id_ = await website.session(), str(uuid.uuid4())
        statuses = [(await website.say(token, id_=id_)).status for _ in range(5)]
        last = await website.say(token)

    assert statuses == [200] * 5
    assert last.status == 200


async def test_what_is_no_message_is_not_counted(tmp_path: Path) -> None:
    """A widget that sends rubbish does not lock its visitor out."""
    async with serving(tmp_path, settings=WebsiteSettings(messages_a_minute=1)) as website:
        token = await website.session()
        await website.say(token, "x" * 1_001)
        answer = await website.say(token)

    assert answer.status == 200


async def test_sessions_an_hour_by_address(tmp_path: Path) -> None:
    """An address can start only so many chats in an hour."""
    async with serving(tmp_path, settings=WebsiteSettings(sessions_an_hour=2)) as website:
        answers = [await website.ask("POST", "/chat/session", json={}) for _ in range(3)]
        website.clock.now += 3_600
        later = await website.ask("POST", "/chat/session", json={})

    assert [answer.status for answer in answers] == [200, 200, 429]
    assert answers[2].code == "too_many"
    assert answers[2].json["error"]["retry_after"] == 3_600
    assert later.status == 200


@pytest.mark.parametrize(("proxies", "expected"), [(0, [200, 429]), (1, [200, 200])])
async def test_addresses_behind_a_proxy(tmp_path: Path, proxies: int, expected: list[int]) -> None:
    """Visitors behind a trusted proxy are told apart; without one, nobody can pretend to be two."""
    settings = WebsiteSettings(sessions_an_hour=1, trusted_proxies=proxies)
    async with serving(tmp_path, settings=settings) as website:
        statuses = [
            (
                await website.ask("POST", "/chat/session", headers={"X-Forwarded-For": address})
            ).status
            for address in ("198.51.100.1", "198.51.100.2")
        ]

    assert statuses == expected


async def test_votes_and_deletions_have_limits_of_their_own(website: Website) -> None:
    """Nobody can keep the database busy with one token; messages are counted apart."""
    token = await website.session()
    reply = (await website.say(token)).json["replies"][1]["id"]
    values = ["yes", "no", "no"] * 7
    statuses = [(await website.vote(token, reply, value)).status for value in values]

    assert statuses == [204] * 20 + [429]
    assert (await website.ask("POST", "/chat/forget", token)).status == 429
    assert (await website.say(token)).status == 200
