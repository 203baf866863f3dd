"""The knowledge that the assistant answers from is whole, and fits what uses it."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from bot.knowledge.areas import load_areas
from bot.knowledge.catalogue import Catalogue
from bot.knowledge.content_rules import sentences
from bot.knowledge.coverage import uncovered
from bot.knowledge.model import Topic
from bot.knowledge.replies import THEME_INTENT
from bot.knowledge.scenarios import site_texts
from tests.knowledge.folder import real_domain

FIVE_DOCUMENTS = {
    "partners-in-care-faq",
    "lhis-guidance",
    "activity-slides-2020",
    "la-webinar-2018",
    "social-care-guide-2018",
}

TOPICS = {
    "sign_in": """
        password_reset password_rules account_locked first_login welcome_email aup mobile_number
        hide_mobile_number name_change attachments outlook_setup password_manager mfa""",
    "getting_accounts": """
        individual_account join_nhsmail dspt_requirement existing_account missing_shared_mailbox
        add_user joiner leaver long_leave application_account""",
    "shared_mailbox": """
        shared_mailbox_about shared_mailbox_open shared_mailbox_mobile shared_mailbox_no_access
        shared_mailbox_owner shared_mailbox_permissions shared_mailbox_users shared_mailbox_rename
        shared_mailbox_sent_items ods_code ods_code_change""",
    "inactivity": """
        inactivity_policy account_deleted all_accounts_deleted shared_mailbox_deletion""",
    "using_it": """
        send_receive secure_email email_signature out_of_office nhs_directory mailbox_quota
        skype_for_business resource_mailbox pharmacy_mailbox gdpr service_status training""",
    "getting_help": """
        contact_helpdesk response_time escalate feedback_suggestion local_support""",
    "site_activity": "explain_metrics",
}
"""What the assistant has to answer; more topics may be added without a change here."""

PHRASE_FIELDS = {
    "review_overdue": {"date", "phone"},
    "theme_topics": {"theme"},
    "not_understood": set(),
    "not_english": set(),
    "not_understood_again": {"phone", "email", "hours"},
    "source": {"title", "date"},
    "checked": {"date"},
    "older": {"older"},
    "email": {"to", "subject"},
}
"""What the programs fill into the phrases that they format."""

PHONE = re.compile(r"\b0\d[\d ]{7,10}\d\b")


def texts(topic: Topic) -> dict[str, str]:
    """Give everything that a user reads of a topic."""
    email = topic.header.email
    return {
        "title": topic.header.title,
        "label": topic.header.label,
        "reply": topic.reply,
        "more": topic.more,
        "older": topic.header.older or "",
        "subject": email.subject if email else "",
        "body": email.body if email else "",
    }


@pytest.mark.parametrize("theme", TOPICS)
def test_every_topic_of_the_plan_is_there(real: Catalogue, theme: str) -> None:
    """Each subject that people ask about has its answer, in its theme."""
    there = {topic.id for topic in real.in_theme(theme)}

    assert set(TOPICS[theme].split()) - there == set()


def test_every_theme_has_topics(real: Catalogue) -> None:
    """No theme is a promise that leads nowhere."""
    assert [theme for theme in real.themes if not real.in_theme(theme)] == []


def test_the_five_documents_are_covered_whole(real: Catalogue) -> None:
    """Every section of the five documents is named, and a topic or the figures serve it."""
    assert {name for name, source in real.sources.items() if source.sections} == FIVE_DOCUMENTS
    assert uncovered(real) == []


def test_no_section_is_named_twice(real: Catalogue) -> None:
    """The same title twice in a document would hide a section that nothing covers."""
    for name, source in real.sources.items():
        assert len(source.all_sections) == len(source.section_titles), name


def test_what_serves_a_section_without_a_topic_is_an_intent(real: Catalogue) -> None:
    """Each `answered_by` of sources.yml names something that the assistant understands."""
    serving = {
        section.answered_by
        for source in real.sources.values()
        for section in source.all_sections
        if section.answered_by
    }

    assert serving
    assert serving - set(real_domain()["intents"]) == set()


def test_topics_and_themes_do_not_take_the_name_of_an_intent(real: Catalogue) -> None:
    """A topic named like an intent of domain.yml would have two rules."""
    made = {*real.topics, *(THEME_INTENT + theme for theme in real.themes)}

    assert made & set(real_domain()["intents"]) == set()


def test_every_source_is_cited(real: Catalogue) -> None:
    """No source lies in sources.yml without an answer, an advice or an area that rests on it."""
    citations = [
        *(topic.header.sources for topic in real.topics.values()),
        *(advice.sources for advice in site_texts(real).scenarios.values()),
        *(area.sources for area in load_areas(real).values()),
    ]
    cited = {citation.source for group in citations for citation in group}

    assert real.sources.keys() - cited == set()


def test_contacts_rest_on_known_sources(real: Catalogue) -> None:
    """Each contact names where it comes from."""
    for name, contact in real.contacts.items():
        assert contact.sources, name
        assert set(contact.sources) - real.sources.keys() == set(), name


def test_no_placeholder_reaches_the_user(real: Catalogue) -> None:
    """All that stands in braces was filled in."""
    left = [
        (topic.id, part)
        for topic in real.topics.values()
        for part, text in texts(topic).items()
        if "{" in text or "}" in text
    ]

    assert left == []


def test_every_phone_number_is_a_contacts(real: Catalogue) -> None:
    """No answer gives a number that contacts.yml has not."""
    known = {contact.phone for contact in real.contacts.values()}
    found = {
        (topic.id, number)
        for topic in real.topics.values()
        for text in texts(topic).values()
        for number in PHONE.findall(text)
    }

    assert any(number == real.contacts["helpdesk"].phone for _, number in found)
    assert {(topic, number) for topic, number in found if number not in known} == set()


def test_nobody_is_sent_to_the_address_that_was_given_up(real: Catalogue) -> None:
    """The helpdesk's old address stands only where older guides are corrected."""
    naming = {
        (topic.id, part)
        for topic in real.topics.values()
        for part, text in texts(topic).items()
        if "careadmin@nhs.net" in text
    }

    assert {part for _, part in naming} == {"older"}
    assert not any(contact.email == "careadmin@nhs.net" for contact in real.contacts.values())


def test_what_is_older_is_short(real: Catalogue) -> None:
    """What older guides say takes at most 2 sentences, as docs/knowledge.md asks."""
    longer = [
        topic.id for topic in real.topics.values() if len(sentences(topic.header.older or "")) > 2
    ]

    assert longer == []


@pytest.mark.parametrize("phrase", PHRASE_FIELDS)
def test_phrases_ask_for_what_they_are_given(real: Catalogue, phrase: str) -> None:
    """A phrase holds the fields that are filled in and no other: another would fail in a chat."""
    asked = {field for _, field, _, _ in Formatter().parse(real.phrases[phrase]) if field}

    assert asked == PHRASE_FIELDS[phrase]


def test_the_helpdesk_can_be_reached(real: Catalogue) -> None:
    """The contact that replies name of themselves has a phone, an email and hours."""
    helpdesk = real.contacts["helpdesk"]

    assert helpdesk.phone
    assert helpdesk.email
    assert helpdesk.hours
