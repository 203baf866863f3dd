"""What an activity asks for, however odd it is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.admission import LONGEST_MESSAGE
from bot.channels.teams.activities import Incoming, UnreadableError, read
from tests.channels.teams.keys_server import SERVICE, activity

BOT = {"id": "28:bot", "name": "Care Mail Assistant"}
AT_BOT = {"type": "mention", "text": "<at>Care Mail Assistant</at>", "mentioned": BOT}
AT_ANN = {
    "type": "mention",
    "text": "<at>Ann Invented</at>",
    "mentioned": {"id": "29:ann", "name": "Ann Invented"},
}
GROUP = {"id": "19:group@thread.v2", "conversationType": "groupChat"}
CHANNEL = {"id": "19:channel@thread.tacv2;messageid=17", "conversationType": "channel"}


def _read(**changed: Any) -> Incoming:
    return read(activity(**changed))


def test_a_message_is_read() -> None:
    """The words, and where the answer goes."""
    came = _read(text="I forgot my password", id="17")

    assert (came.kind, came.text, came.has_attachment) == ("message", "I forgot my password", False)
    assert came.reply_to.service_url == SERVICE
    assert came.reply_to.conversation == "a:chat"
    assert came.reply_to.activity == "17"
    assert came.reply_to.bot["id"] == "28:bot"
    assert came.reply_to.user["id"] == "29:someone"


def test_a_conversation_is_a_person_in_a_chat() -> None:
    """Another person, chat or thread is another one; nothing of them can be read from it."""
    other = {"id": "29:other", "name": "Other", "aadObjectId": "object-other"}
    names = [
        _read().conversation,
        _read(**{"from": other}).conversation,
        _read(conversation=GROUP).conversation,
        _read(conversation=CHANNEL).conversation,
        _read(conversation={**CHANNEL, "id": CHANNEL["id"].replace("17", "18")}).conversation,
    ]

    assert len(set(names)) == len(names)
    assert _read(text="something else").conversation == names[0]
    for name in names:
        assert len(name) == 38
        assert not {"someone", "other", "chat", "channel"} & set(name.replace("-", " ").split())


@pytest.mark.parametrize("conversation", [GROUP, CHANNEL])
def test_among_others_only_a_mention_is_answered(conversation: dict[str, str]) -> None:
    """The bot keeps out of what people say to each other."""
    assert _read(conversation=conversation, text="lunch?").kind == "nothing"
    assert _read(conversation=conversation, text="lunch?", entities=[AT_ANN]).kind == "nothing"
    asked = _read(
        conversation=conversation,
        text="<at>Care Mail Assistant</at> how do I set up MFA",
        entities=[AT_BOT],
    )
    assert (asked.kind, asked.text) == ("message", "how do I set up MFA")


def test_what_is_read_is_not_shown() -> None:
    """Neither words nor people stand in what a log could show of it."""
    shown = repr(_read(text="I forgot my password", value={"secret": "thing"}))

    assert not [word for word in ("forgot", "thing", "Invented", "29:", "a:chat") if word in shown]


def test_who_is_meant_is_told_by_mentions_only() -> None:
    """Something else that names the bot does not make it speak among others."""
    other = {**AT_BOT, "type": "quotedReply"}
    assert _read(conversation=GROUP, text="lunch?", entities=[other]).kind == "nothing"


def test_a_group_may_be_named_in_the_old_way() -> None:
    """Where the kind of a conversation is missing, `isGroup` says that there are others."""
    group = {"id": GROUP["id"], "isGroup": True}
    assert _read(conversation=group, text="lunch?").kind == "nothing"
    assert _read(conversation={"id": "a:chat"}, text="hello").kind == "message"


def test_a_person_stays_the_same() -> None:
    """The id of the directory tells who it is, also where the bot's own id for them is new."""
    first = {"id": "29:first", "aadObjectId": "object"}
    second = {"id": "29:second", "aadObjectId": "object"}

    assert _read(**{"from": first}).conversation == _read(**{"from": second}).conversation


def test_mentions_are_taken_out() -> None:
    """The bot's says nothing, and those of other people hold their names."""
    text = "<at>Care Mail Assistant</at> ask <at>Ann Invented</at>&nbsp;about A&amp;E &lt;now&gt;"
    came = _read(text=text, entities=[AT_BOT, AT_ANN])

    assert "Ann" not in came.text
    assert came.text.split() == ["ask", "about", "A&E", "<now>"]


def test_a_pressed_button_and_a_vote_are_told_apart() -> None:
    """A card's data arrives as the value of a message without text."""
    say = {"kind": "say", "payload": "/mfa", "signature": "s"}
    vote = {"kind": "vote", "reply": "id", "value": "no"}
    reason = {"kind": "reason", "reply": "id", "reason": "old"}

    pressed = _read(text=None, value=say)
    assert (pressed.kind, pressed.text, pressed.data) == ("pressed", "/mfa", say)
    assert _read(text="", value=vote).kind == "vote"
    assert _read(text=None, value=reason).kind == "vote"
    assert _read(text=None, value=reason, conversation=GROUP).kind == "vote"


def test_a_payload_that_is_too_long_is_cut() -> None:
    """What a button carries is kept no longer than what somebody may write."""
    long = {"kind": "say", "payload": "/" * 5_000, "signature": "s"}
    assert len(_read(text=None, value=long).text) == LONGEST_MESSAGE + 1


def test_markup_is_taken_out_where_there_is_some() -> None:
    """A message in XML is read without its tags; a plain one keeps what looks like them."""
    text = "<p>My <b>account</b> is &lt;locked&gt;</p>"

    assert _read(text=text, textFormat="xml").text.split() == ["My", "account", "is", "<locked>"]
    assert "<b>" in _read(text=text).text


@pytest.mark.parametrize("value", [{}, {"kind": "say"}, {"kind": "say", "payload": 5}, {"x": "y"}])
def test_data_of_other_cards_does_nothing(value: dict[str, Any]) -> None:
    """A card that is not ours cannot make us say anything."""
    assert _read(text=None, value=value).kind == "nothing"


@pytest.mark.parametrize("value", [None, 5, "text", ["list"]])
def test_a_value_that_is_none_is_left_alone(value: Any) -> None:
    """A message with words stays a message, whatever else it carries."""
    assert _read(text="hello", value=value).text == "hello"


def test_files_are_noticed_and_copies_of_the_message_are_not() -> None:
    """Teams repeats each formatted message as HTML; a picture is something else."""
    copy = {"contentType": "text/html", "content": "<p>hello</p>"}
    picture = {"contentType": "image/png", "contentUrl": "https://example.org/p.png"}

    quoted = {"contentType": "messageReference", "content": "{}"}

    assert not _read(attachments=[copy, quoted]).has_attachment
    assert _read(attachments=[copy, picture], text="").has_attachment
    assert _read(attachments=[picture], text="see this").text == "see this"


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"type": "conversationUpdate", "membersAdded": [BOT]}, "added"),
        ({"type": "conversationUpdate", "membersAdded": [{"id": "29:ann"}, BOT]}, "added"),
        ({"type": "conversationUpdate", "membersAdded": [{"id": "29:ann"}]}, "nothing"),
        ({"type": "conversationUpdate", "membersRemoved": [{"id": "29:ann"}]}, "nothing"),
        ({"type": "conversationUpdate", "membersAdded": "all"}, "nothing"),
        ({"type": "conversationUpdate", "channelData": {"eventType": "renamed"}}, "nothing"),
        ({"type": "installationUpdate", "action": "add"}, "added"),
        ({"type": "installationUpdate", "action": "add-upgrade"}, "added"),
        ({"type": "installationUpdate", "action": "remove"}, "removed"),
        ({"type": "installationUpdate", "action": "remove-upgrade"}, "nothing"),
        ({"type": "installationUpdate", "action": {}}, "nothing"),
        ({"type": "installationUpdate", "action": None}, "nothing"),
        ({"type": "installationUpdate"}, "nothing"),
        ({"type": "installationUpdate", "action": ["add"]}, "nothing"),
        ({"type": "messageReaction", "reactionsAdded": [{"type": "like"}]}, "nothing"),
        ({"type": "messageUpdate", "text": "hello again"}, "nothing"),
        ({"type": "messageDelete"}, "nothing"),
        ({"type": "typing"}, "nothing"),
        ({"type": "event", "name": "application/vnd.microsoft.meetingStart"}, "nothing"),
        ({"type": "endOfConversation"}, "nothing"),
        ({"type": "invoke", "name": "composeExtension/query"}, "nothing"),
        ({"type": "invented"}, "nothing"),
    ],
)
def test_each_type_of_activity(changed: dict[str, Any], kind: str) -> None:
    """Only what asks for something is worked on; the rest is taken and let be."""
    came = _read(**changed)

    assert came.kind == kind
    assert (came.invoke is not None) == (changed["type"] == "invoke")


@pytest.mark.parametrize(
    "changed",
    [
        {"type": None},
        {"type": 5},
        {"id": None},
        {"serviceUrl": None},
        {"from": None},
        {"from": {}},
        {"from": {"id": 5}},
        {"recipient": {"name": "Bot"}},
        {"conversation": None},
        {"conversation": {"id": ""}},
    ],
)
def test_what_lacks_the_necessary_is_no_activity(changed: dict[str, Any]) -> None:
    """A request that nobody could answer is told so."""
    with pytest.raises(UnreadableError):
        _read(**changed)


@pytest.mark.parametrize("body", [None, 5, "text", [], [{}], {}])
def test_other_json_is_no_activity(body: Any) -> None:
    """Neither is anything that is no object."""
    with pytest.raises(UnreadableError):
        read(body)


@pytest.mark.parametrize(
    "text",
    ["a" * 100_000, "<at>" * 30_000, "<at " * 30_000, "&amp;" * 30_000, "\ud800", "\x00", "🙂" * 9],
)
def test_long_and_odd_texts_are_cut_and_kept(text: str) -> None:
    """No text makes trouble; one that is too long stays recognisable as too long."""
    came = _read(text=text, entities=[AT_BOT])

    assert came.kind == "message"
    assert len(came.text) <= LONGEST_MESSAGE + 1
    assert (len(came.text) > LONGEST_MESSAGE) == (text in ("a" * 100_000, "&amp;" * 30_000)) or (
        "<at" in text
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)


@settings(deadline=None)
@given(changed=st.dictionaries(st.sampled_from(sorted(json.loads(json.dumps(activity())))), JSON))
def test_nothing_breaks_the_reader(changed: dict[str, Any]) -> None:
    """Whatever stands in the place of what is expected, it is read or refused."""
    try:
        came = _read(**changed, entities=[AT_BOT], attachments=[{}, None])
    except UnreadableError:
        return
    assert came.conversation.startswith("teams-")
