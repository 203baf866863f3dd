"""What every response carries, which pages may ask, and how pages are served."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from bot.channels.website.origins import may_use, parse_origin
from bot.channels.website.settings import WebsiteSettings
from tests.channels.website.serving import ELSEWHERE, PAGES, Answer, Page, Website, serving

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; form-action 'none'; frame-ancestors 'self'; base-uri 'none'"
)
EVERYTHING = [
    ("GET", "/chat", 200),
    ("HEAD", "/chat", 200),
    ("GET", "/widget.js", 200),
    ("GET", "/nothing", 404),
    ("GET", "/answers/aup/nothing/more", 404),
    ("GET", "/answers/%252e%252e/%252e%252e/passwd", 404),
    ("POST", "/answers/aup", 405),
    ("DELETE", "/chat", 405),
    ("POST", "/chat/session", 200),
    ("GET", "/chat/session", 405),
    ("HEAD", "/chat/session", 405),
    ("PUT", "/chat/messages", 405),
    ("POST", "/chat/messages", 401),
    ("POST", "/chat/forget", 401),
    ("POST", "/chat/feedback", 401),
    ("POST", "/chat/nothing", 404),
    ("GET", "/chat/", 404),
    ("POST", "/chat/session/", 404),
    ("OPTIONS", "/chat/messages", 204),
    ("OPTIONS", "/nothing", 204),
]
REFUSED_ORIGINS = [
    "https://www.example.org.evil.example",
    "https://evil.example",
    "http://www.example.org",
    "https://example.org",
    "https://www.example.org:8443",
    "https://sub.www.example.org",
    "https://www.example.org/",
    "HTTPS://WWW.EXAMPLE.ORG",
    "null",
    "*",
    "",
    "file://",
]


def _only(answer: Answer, name: str) -> str | None:
    """Give a header that may stand there once."""
    values = answer.headers.getall(name, [])
    assert len(values) <= 1, values
    return values[0] if values else None


@pytest.mark.parametrize(("method", "path", "status"), EVERYTHING)
async def test_every_response_has_the_headers(
    website: Website, method: str, path: str, status: int
) -> None:
    """Whatever is asked, found or refused, browsers are told what it may do."""
    answer = await website.ask(method, path)

    assert answer.status == status
    assert _only(answer, "Content-Security-Policy") == POLICY
    assert _only(answer, "X-Content-Type-Options") == "nosniff"
    assert _only(answer, "Referrer-Policy") == "no-referrer"
    assert "microphone=()" in (_only(answer, "Permissions-Policy") or "")
    assert "Origin" in (_only(answer, "Vary") or "")
    assert "Set-Cookie" not in answer.headers
    if method != "OPTIONS":
        assert not [name for name in answer.headers if name.lower().startswith("access-control-")]
    if path.startswith("/chat/"):
        assert _only(answer, "Cache-Control") == "no-store"
    if status >= 400 and method != "HEAD":
        assert answer.code == {401: "session_unknown", 404: "not_found", 405: "bad_request"}[status]
    if status == 405:
        assert _only(answer, "Allow") == ("POST" if path.startswith("/chat/") else "GET, HEAD")


@pytest.mark.parametrize("origin", REFUSED_ORIGINS)
@pytest.mark.parametrize("path", ["session", "messages", "forget", "feedback"])
async def test_other_websites_are_refused(website: Website, path: str, origin: str) -> None:
    """Only the exact origins of the setting count; nothing is done for others."""
    token = await website.session()
    headers = {"Origin": origin}
    answer = await website.ask("POST", f"/chat/{path}", token, json={}, headers=headers)

    assert answer.status == 403
    assert answer.code == "origin_refused"
    assert "Access-Control-Allow-Origin" not in answer.headers


async def test_a_named_website_may_ask(website: Website) -> None:
    """Its exact origin comes back, without a wildcard and without leave for cookies."""
    answer = await website.ask("POST", "/chat/session", json={}, headers={"Origin": ELSEWHERE})

    assert answer.status == 200
    assert _only(answer, "Access-Control-Allow-Origin") == ELSEWHERE
    assert "Access-Control-Allow-Credentials" not in answer.headers


async def test_a_refusal_can_be_read_by_a_named_website(website: Website) -> None:
    """The widget elsewhere can show the sentence of an error, and knows how long to wait."""
    headers = {"Origin": ELSEWHERE}
    answer = await website.ask("POST", "/chat/messages", "x", json={}, headers=headers)

    assert answer.code == "session_unknown"
    assert _only(answer, "Access-Control-Allow-Origin") == ELSEWHERE
    assert _only(answer, "Access-Control-Expose-Headers") == "Retry-After"
    assert "Access-Control-Allow-Credentials" not in answer.headers


async def test_its_own_pages_may_ask(website: Website) -> None:
    """The origin at which the assistant is reached need not be set."""
    answer = await website.ask("POST", "/chat/session", headers={"Origin": website.url})
    secure = website.url.replace("http:", "https:")
    behind_tls = await website.ask("POST", "/chat/session", headers={"Origin": secure})

    assert [answer.status, behind_tls.status] == [200, 200]


@pytest.mark.parametrize(("proxies", "status"), [(0, 403), (1, 200)])
async def test_its_own_address_behind_a_proxy(tmp_path: Path, proxies: int, status: int) -> None:
    """A trusted proxy may say by which name the visitor came; nobody else may."""
    headers = {"Origin": "https://chat.example.com", "X-Forwarded-Host": "chat.example.com"}
    async with serving(tmp_path, settings=WebsiteSettings(trusted_proxies=proxies)) as website:
        answer = await website.ask("POST", "/chat/session", headers=headers)

    assert answer.status == status


async def test_a_preflight_of_a_named_website(website: Website) -> None:
    """A browser is told what it may send, and for how long that holds."""
    answer = await website.ask(
        "OPTIONS",
        "/chat/messages",
        headers={
            "Origin": ELSEWHERE,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type",
        },
    )

    assert answer.status == 204
    assert answer.body == b""
    assert _only(answer, "Access-Control-Allow-Origin") == ELSEWHERE
    assert _only(answer, "Access-Control-Allow-Methods") == "GET, HEAD, POST"
    assert _only(answer, "Access-Control-Allow-Headers") == "Authorization, Content-Type"
    assert _only(answer, "Access-Control-Max-Age") == "600"
    assert "Access-Control-Allow-Credentials" not in answer.headers


async def test_a_preflight_of_another_website(website: Website) -> None:
    """A browser is told nothing that would let it send anything."""
    answer = await website.ask(
        "OPTIONS",
        "/chat/messages",
        headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"},
    )

    assert answer.status == 403
    assert answer.code == "origin_refused"
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://www.example.org", "https://www.example.org"),
        ("https://WWW.Example.org", "https://www.example.org"),
        ("https://www.example.org:443", "https://www.example.org"),
        ("http://www.example.org:80", "http://www.example.org"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("https://www.example.org/", None),
        ("https://www.example.org/path", None),
        ("https://www.example.org?x", None),
        ("https://me@www.example.org", None),
        ("https://*.example.org", None),
        ("https://www.example.org:port", None),
        ("https://www.example.org:99999", None),
        ("https://exämple.org", None),
        ("www.example.org", None),
        ("ftp://www.example.org", None),
        ("https://", None),
        ("https://a b", None),
        ("https://[::1", None),
        ("null", None),
        ("*", None),
        ("", None),
    ],
)
def test_origins_are_written_as_browsers_write_them(text: str, origin: str | None) -> None:
    """What a browser would never send is no origin."""
    assert parse_origin(text) == origin


def test_own_origin_without_its_default_port() -> None:
    """A proxy that names the port of HTTPS means the same place as a browser that does not."""
    assert may_use("https://chat.example.com", "chat.example.com:443", frozenset())
    assert may_use("http://chat.example.com:8000", "Chat.example.com:8000", frozenset())
    assert not may_use("https://chat.example.com:8443", "chat.example.com", frozenset())


async def test_a_page_is_served(website: Website) -> None:
    """A page comes with its kind, its validator, and word that it must be checked each time."""
    answer = await website.ask("GET", "/answers/aup")

    assert answer.status == 200
    assert answer.body == b"<h1>AUP</h1>"
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["ETag"] == '"aup-1"'
    assert "no-cache" in answer.headers["Cache-Control"]


async def test_a_slash_at_the_end_makes_no_difference(website: Website) -> None:
    """Who types a slash too many gets the page."""
    assert (await website.ask("GET", "/answers/aup/")).body == b"<h1>AUP</h1>"


async def test_a_page_is_compressed_for_who_takes_it(website: Website) -> None:
    """The compressed page is smaller, the same, and has a validator of its own."""
    plain = await website.ask("GET", "/widget.js", headers={"Accept-Encoding": "identity"})
    zipped = await website.ask("GET", "/widget.js", headers={"Accept-Encoding": "br, gzip;q=0.8"})

    assert plain.body == PAGES["/widget.js"].content
    assert "Content-Encoding" not in plain.headers
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.body) == plain.body
    assert len(zipped.body) < len(plain.body)
    assert plain.headers["ETag"] == '"js-1"'
    assert zipped.headers["ETag"] == '"js-1-gzip"'
    assert "Accept-Encoding" in _only(zipped, "Vary")


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "gzip;q=0.000", "gzipped"])
async def test_a_page_is_not_compressed_for_others(website: Website, accepted: str) -> None:
    """Who does not take gzip does not get it."""
    answer = await website.ask("GET", "/widget.js", headers={"Accept-Encoding": accepted})

    assert answer.body == PAGES["/widget.js"].content


async def test_a_page_that_would_grow_is_not_compressed(website: Website) -> None:
    """A few bytes are sent as they are."""
    answer = await website.ask("GET", "/answers/aup", headers={"Accept-Encoding": "gzip"})

    assert answer.body == b"<h1>AUP</h1>"


@pytest.mark.parametrize(
    "held",
    ['"js-1"', 'W/"js-1"', '"js-1-gzip"', '"old", "js-1"', "*"],
)
async def test_a_copy_that_holds_is_not_sent_again(website: Website, held: str) -> None:
    """A browser that has the page, in whichever coding, gets a short answer."""
    answer = await website.ask("GET", "/widget.js", headers={"If-None-Match": held})

    assert answer.status == 304
    assert answer.body == b""
    assert answer.headers["ETag"] in held or held == "*"
    assert "no-cache" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Security-Policy"] == POLICY


@pytest.mark.parametrize("held", ['"old"', "js-1", '"js-1', '"js"', ""])
async def test_a_copy_that_is_old_is_sent_again(website: Website, held: str) -> None:
    """A browser with another version gets the page."""
    answer = await website.ask("GET", "/widget.js", headers={"If-None-Match": held})

    assert answer.status == 200


async def test_head_tells_what_get_would(website: Website) -> None:
    """HEAD has the headers of GET, and no body."""
    got = await website.ask("GET", "/chat", headers={"Accept-Encoding": "gzip"})
    head = await website.ask("HEAD", "/chat", headers={"Accept-Encoding": "gzip"})

    assert head.body == b""
    assert int(head.headers["Content-Length"]) == len(got.body)
    for name in ("ETag", "Content-Type", "Cache-Control", "Content-Encoding", "Vary"):
        assert head.headers[name] == got.headers[name]


async def test_a_missing_page_has_a_page_that_says_so(tmp_path: Path) -> None:
    """Where there is a page for it, readers see that; the chat's own paths answer JSON."""
    missing = Page(b"<h1>Not here</h1>", "text/html; charset=utf-8", '"404"')
    async with serving(tmp_path, pages={**PAGES, "/404": missing}) as website:
        page = await website.ask("GET", "/nothing")
        itself = await website.ask("GET", "/404")
        chat = await website.ask("GET", "/chat/nothing")
        held = await website.ask("GET", "/nothing", headers={"If-None-Match": '"404"'})

    assert page.status == itself.status == held.status == 404
    assert page.body == missing.content
    assert page.headers["Content-Security-Policy"] == POLICY
    assert chat.status == 404
    assert chat.code == "not_found"


async def test_pages_may_be_read_from_anywhere_named(website: Website) -> None:
    """A page is not refused for its reader; only a named website's scripts may read it."""
    named = await website.ask("GET", "/widget.js", headers={"Origin": ELSEWHERE})
    other = await website.ask("GET", "/widget.js", headers={"Origin": "https://evil.example"})

    assert named.status == other.status == 200
    assert named.headers["Access-Control-Allow-Origin"] == ELSEWHERE
    assert "Access-Control-Allow-Origin" not in other.headers


@pytest.mark.parametrize(
    ("method", "path", "status", "said"),
    [
        ("GET", "/", 200, b"Hello from Rasa"),
        ("GET", "/webhooks/rest", 200, b'{"status":"ok"}'),
        ("GET", "/webhooks/rest/", 200, b'{"status":"ok"}'),
        ("GET", "/webhooks/rest/webhook", 405, b""),
        ("DELETE", "/webhooks/rest/", 405, b""),
        ("POST", "/webhooks/rest/webhook", 200, b"[{"),
    ],
)
async def test_other_routes_stay(
    website: Website, method: str, path: str, status: int, said: bytes
) -> None:
    """The pages take nothing from the server's own routes and from other channels."""
    answer = await website.ask(method, path, json={"message": "hello"})

    assert answer.status == status
    assert answer.body.startswith(said)
    assert "Content-Security-Policy" not in answer.headers
