"""The channel for Microsoft Teams, as somebody uses it in Microsoft's stand-in for Teams."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.channels.teams.app_texts import load_app_texts
from bot.settings import PROJECT
from tests.end_to_end.assistant import Assistant, running
from tests.end_to_end.teams_pictures import FOR_PLAYGROUND, SIZE, take_pictures
from tests.end_to_end.teams_playground import TeamsChat, playground
from tests.widget.chromium import chromium, chromium_path

COMMANDS = load_app_texts(PROJECT / "knowledge").commands
GREETING = "Hello. I answer questions about NHSmail"
_TOO_LONG = "message is too long"  # what the payload of the forged button would say
_MOST = 80 * 1024  # bytes of a picture


@pytest.fixture(scope="module")
def teams_assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant that believes whoever writes to it on this machine."""
    with running(tmp_path_factory.mktemp("teams"), FOR_PLAYGROUND) as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. It ends with the module, as its event loop would be in the way of others."""
    if not chromium_path().exists():
        pytest.skip("There is no Chromium: install it, or set CHROMIUM to its path.")
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty tab."""
    tab = browser.new_page(viewport=SIZE)
    yield tab
    tab.close()


@pytest.fixture
def chat(teams_assistant: Assistant, page: Page, tmp_path: Path) -> Iterator[TeamsChat]:
    """A personal chat that has just begun, of a Playground of its own."""
    webhook = f"{teams_assistant.url}/webhooks/teams/webhook"
    with playground(webhook, tmp_path / "playground") as place:
        yield TeamsChat(page, place).visit()


def votes(assistant: Assistant) -> list[tuple[str, int, str | None]]:
    """Give what was voted: topic, helpful, reason."""
    with sqlite3.connect(assistant.database) as database:
        return database.execute("SELECT topic, helpful, reason FROM feedback_vote").fetchall()


def kept(assistant: Assistant) -> bytes:
    """Give all bytes of the database."""
    files = sorted(assistant.database.parent.glob(f"{assistant.database.name}*"))
    return b"".join(path.read_bytes() for path in files)


def test_who_installs_it_is_greeted_once(chat: TeamsChat) -> None:
    """Teams tells of an installation in two ways; there is one greeting, also after a reload."""
    expect(chat.first()).to_contain_text(GREETING)
    expect(chat.ask("I forgot my password")).to_contain_text("Last checked on")
    chat.settled(2)
    chat.visit()  # the page is empty now, and installs the app again

    expect(chat.ask("my mailbox is full")).to_contain_text("Last checked on")
    chat.settled(1)


def test_a_question_is_answered_with_a_card(chat: TeamsChat) -> None:
    """The card has the answer, its day, its sources with links, related questions and the vote."""
    chat.first()
    answer = chat.ask("I forgot my password")

    expect(answer).to_contain_text("Last checked on 22 November 2026")
    expect(answer).to_contain_text("Related questions")
    expect(answer).to_contain_text("Was this helpful?")
    expect(answer.get_by_role("button", name="Yes", exact=True)).to_be_visible()
    expect(answer.get_by_role("listitem").first).to_be_visible()
    links = [link.get_attribute("href") or "" for link in answer.get_by_role("link").all()]
    assert f"{FOR_PLAYGROUND['PUBLIC_URL']}/answers/password_reset" in links
    assert [link for link in links if not link.startswith(("https://", "mailto:", "tel:"))] == []


def test_a_related_question_can_be_pressed(chat: TeamsChat) -> None:
    """What is pressed is answered as if it had been asked."""
    chat.first()
    chat.ask("I forgot my password")
    expect(chat.press("I am locked out of my account")).to_contain_text("locked")


def test_a_theme_of_the_greeting_leads_to_its_questions(chat: TeamsChat) -> None:
    """Each question below a theme can be pressed in its turn."""
    chat.first()
    expect(chat.press("The shared mailbox")).to_contain_text("choose your question")
    expect(chat.press("What is a shared mailbox")).to_contain_text("Was this helpful?")


def test_a_vote_is_kept(chat: TeamsChat, teams_assistant: Assistant) -> None:
    """Yes is thanked for; No is asked why, and the reason is kept with it."""
    chat.first()
    chat.ask("my mailbox is full")
    expect(chat.press("Yes")).to_contain_text("Your vote is saved")
    chat.ask("I want an email signature")
    expect(chat.press("No")).to_contain_text("What was wrong?")
    expect(chat.press("It is out of date")).to_contain_text("helps us")

    assert ("mailbox_quota", 1, None) in votes(teams_assistant)
    assert ("email_signature", 0, "old") in votes(teams_assistant)


def test_a_request_by_email_is_shown_when_asked_for(chat: TeamsChat) -> None:
    """It is folded away; a button shows it, and its link opens the email program."""
    chat.first()
    answer = chat.ask("my name has changed")
    subject = answer.get_by_text("Subject:")
    expect(subject).to_be_hidden()
    answer.get_by_role("button", name="Request by email, ready to send").click()

    expect(subject).to_be_visible()
    opens = answer.get_by_text("Open in your email program")
    expect(opens).to_be_visible()


def test_a_site_is_looked_up(chat: TeamsChat) -> None:
    """The figures of the sample site come with their names, and its advice with buttons."""
    chat.first()
    site = chat.ask("how is vlz59 doing?")

    expect(site).to_contain_text("Sample Aster Field Court")
    expect(site).to_contain_text("All accounts")
    expect(site).to_contain_text("These are invented sample figures")
    expect(site.get_by_role("button").first).to_be_visible()


def test_an_area_has_a_picture(chat: TeamsChat) -> None:
    """The picture is drawn, and says in words what it shows."""
    chat.first()
    area = chat.ask("how is Leeds doing")
    picture = area.get_by_role("img")

    expect(area).to_contain_text("111 active")
    expect(picture).to_have_count(1)
    assert "111 active" in (picture.get_attribute("alt") or "")
    assert picture.evaluate("image => image.complete && image.naturalWidth") > 300


def test_a_picture_that_is_sent_is_not_read(chat: TeamsChat) -> None:
    """Who sends one is told that it cannot be read, and what to do."""
    chat.first()
    attachment = {"contentType": "image/png", "contentUrl": "https://example.invalid/x.png"}
    chat.send_activity(chat.place.activity(type="message", text="", attachments=[attachment]))

    expect(chat.replies).to_have_count(2)
    expect(chat.replies.last).to_contain_text("I cannot read files and pictures")


def test_an_activity_of_an_unknown_kind_is_passed_over(chat: TeamsChat) -> None:
    """Nobody gets a reply to it, and the next question is answered."""
    chat.first()
    chat.send_activity(chat.place.activity(type="somethingNew", name="x", value={"a": 1}))
    expect(chat.ask("is nhsmail down?")).to_contain_text("Was this helpful?")

    chat.settled(2)


def test_a_button_that_is_not_ours_does_no_more_than_words(chat: TeamsChat) -> None:
    """A payload with a wrong signature is what somebody says, and no command."""
    chat.first()
    forged = {"kind": "say", "payload": "/too_long", "signature": "forged"}
    chat.send_activity(chat.place.activity(type="message", value=forged))
    expect(chat.replies).to_have_count(2)

    expect(chat.replies.last).to_contain_text("NHSmail")
    expect(chat.replies.last).not_to_contain_text(_TOO_LONG)


def test_in_a_group_only_a_mention_is_answered(chat: TeamsChat) -> None:
    """What people say to each other is passed over; a question with the name is answered."""
    chat.first()
    chat.go_to("Group Chat")
    expect(chat.first(2)).to_contain_text("@")  # how to be heard here
    expect(chat.replies.first).to_contain_text(GREETING)
    chat.say_nothing_to_it("did you reset your password?")
    expect(chat.mention("I forgot my password")).to_contain_text("Last checked on")

    chat.settled(3)


def test_who_removes_it_is_forgotten(chat: TeamsChat, teams_assistant: Assistant) -> None:
    """What was written is in no file any more, and was never in the log."""
    chat.first()
    chat.ask("I forgot my password for nettlecombe")
    assert b"nettlecombe" in kept(teams_assistant)
    chat.mock("Uninstall application")

    assert teams_assistant.becomes(lambda: b"nettlecombe" not in kept(teams_assistant), 30)
    assert "nettlecombe" not in teams_assistant.logged()


def test_nothing_in_the_files_names_the_person(chat: TeamsChat, teams_assistant: Assistant) -> None:
    """Neither the name nor the ids that Teams gives are kept or logged."""
    chat.first()
    chat.ask("hello")
    told = ["Alex Wilber", "user-id-0", "0000-0000000000020", chat.place.conversation]

    for word in told:
        assert word.encode() not in kept(teams_assistant)
        assert word not in teams_assistant.logged()


@pytest.mark.parametrize("title", [command.title for command in COMMANDS])
def test_a_command_of_the_app_is_understood(title: str, teams_assistant: Assistant) -> None:
    """What the menu of the app sends gets an answer, or the question for the code or the area."""
    reply = teams_assistant.conversation().say(title)

    assert reply.custom["kind"] == "answer" or reply.outcome in {"site_asked", "area_asked"}, reply


def test_the_pictures_of_the_documentation_can_be_taken(chat: TeamsChat, tmp_path: Path) -> None:
    """Each is small, and stands in the documentation."""
    taken = take_pictures(chat, tmp_path)
    kept_names = {file.name for file in (PROJECT / "docs" / "pictures").iterdir()}

    assert [file.name for file in taken if file.stat().st_size > _MOST] == []
    assert {file.name for file in taken} <= kept_names
