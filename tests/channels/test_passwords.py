"""Passwords are found beside their names, and talk about passwords is not taken for one."""

from __future__ import annotations

import pytest

from bot.channels.passwords import holds_password


@pytest.mark.parametrize(
    "text",
    [
        "my password is Sunny-Day7",
        "my PASSWORD IS sunny123",
        "my password's Sunny-Day7",
        "pw: abc12345",
        "pwd - abc12345",
        "p/w abc12345",
        "pass: Sunny-Day7",
        "Password=Winter2099!",
        "password:Winter2099",
        "Password (Sunny-Day7)",
        "pasword Sunny-Day7",
        "pass word is Sunny-Day7",
        "my passphrase is correct3horse",
        "my account secret is Fluffy12",
        "password is P@ssword",
        "username jsmith password Sunny-Day7",
        "passwords are Sunny-Day7 and Rain-Day8",
        "the password is still Sunny-Day7",
        "password was set as Sunny-Day7",
        "my password for nhsmail is Sunny-Day7",
        "I changed my password to Sunny-Day7",
        "the temporary password they sent me is Abc12345",
        "Sunny-Day7 is my password",
        "I used Sunny-Day7 as my new password",
        'password is "blue house"',
        "password is 'blue house', is that ok",
        'password "blue house"',
        "my password is wrong, I typed it right: password Sunny-Day7",
    ],
)
def test_a_password_beside_its_name_is_found(text: str) -> None:
    """A word of letters and figures, or quoted words, where a password would stand."""
    assert holds_password(text)


@pytest.mark.parametrize(
    "text",
    [
        "my password is wrong",
        "my password is case-sensitive",
        "my password is f***ing wrong",
        "password 2024 expired",
        "password expires in 90days",
        "passwords: 365days",
        "does the password need 10 characters",
        "password is 10-characters",
        "password must be 12+ characters",
        "is 12characters a long enough password",
        "what is the password policy",
        "my password's right, it's me that's been wiped",
        "my password's expired and I can't get in",
        'it says password "incorrect"',
        'it says my password is "not recognised"',
        'I clicked "forgotten password" but the "next" button is grey',
        "the 'password' field is grey, 'submit' too",
        "how do I log in to Office365",
        "change the password to Office365",
        "is the password to Outlook2016 the same",
        "do I need a password and 2-step verification",
        "is Windows11 as a password manager any good",
        "password reset - V12345",
        "password: VLZ0B",
        "password reset ref: INC1234567",
        "reset the password to care.rose1@nhs.net",
        "the password page is https://portal.example.net/reset1",
        "is the password reset line open 8am-5pm",
        "is the password 3rd line on the page",
        "change the password on my iPhone14",
        "sunny123 worked",
        "are passwords such as Sunny123 refused",
        "my username is jsmith12",
        "the compass is Sunny-Day7",
    ],
)
def test_talk_about_passwords_is_not(text: str) -> None:
    """Complaints, rules, products, codes and addresses near the word are no passwords."""
    assert not holds_password(text)


def test_five_characters_are_too_few() -> None:
    """Only words of six characters or more count: abbreviations are shorter."""
    assert not holds_password("password abc12")
    assert holds_password("password abc123")
