"""Private details are found, and what care homes ask every day is not taken for one."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.channels.privacy import PrivacyCheck, PrivateDetail

CHECK = PrivacyCheck(
    ["helpdesk@nhs.net", "careadmin@nhs.net", "Picare@example.ac.uk"],
    ["0333 200 1133", "0117 496 0018"],
)
THIS_YEAR = dt.date.today().year


@pytest.mark.parametrize(
    "text",
    [
        "jo.bloggs@nhs.net",
        "JO.BLOGGS@NHS.NET",
        "my address is jo.bloggs1@nhs.net.",
        "is o'neil.jo@nhs.net locked?",
        "<jo_b+work@example.co.uk>",
        "mailto:jo@example.org",
        "email:jo-ann.bloggs@example.org,thanks",
        "helpdesk@nhs.net told jo.bloggs@nhs.net",
        "helpdesk@nhs.net.example.com",
        "xhelpdesk@nhs.net",
        "care.bloggs@example.com",
        "jo.care.bloggs@nhs.net",
    ],
)
def test_addresses_of_people_are_found(text: str) -> None:
    """An address that is neither public nor a shared mailbox is private."""
    assert CHECK.find(text) == {PrivateDetail.EMAIL_ADDRESS}


@pytest.mark.parametrize(
    "text",
    [
        "helpdesk@nhs.net",
        "I wrote to Helpdesk@NHS.net.",
        "I wrote to 'helpdesk@nhs.net' twice",
        "helpdesk@nhs.net- no answer",
        "who reads careadmin@nhs.net?",
        "picare@example.ac.uk",
        "care.leeds.sunnyview.vlz0b@nhs.net",
        "Care.Town.SunnyViewV12345@nhs.net has gone",
        "nhspharmacy.leeds.sunnychemistfzz9q@nhs.net",
        "is an address with @nhs.net at the end secure",
        "what comes before the @ sign",
        "email me @ work",
    ],
)
def test_addresses_of_services_and_shared_mailboxes_are_not(text: str) -> None:
    """Public addresses and the shared mailboxes of sites may be named."""
    assert CHECK.find(text) == set()


@pytest.mark.parametrize(
    "number",
    [
        "07700900123",
        "07700 900123",
        "07700 900 123",
        "077 0090 0123",
        "077 00 90 01 23",
        "07700-900-123",
        "07700.900.123",
        "(07700) 900123",
        "0 7 7 0 0 9 0 0 1 2 3",
        "07700\u2013900123",
        "+447700900123",
        "+44 7700 900123",
        "+44 (0)7700 900123",
        "+44(0) 7700-900-123",
        "0044 7700 900123",
        "447700900123",
        "020 7946 0018",
        "02079460018",
        "0113 496 0018",
        "(0113) 4960018",
        "0113-496-0018",
        "+44 113 496 0021",
        "0117 496 0019",
    ],
)
def test_phone_numbers_are_found_in_every_spelling(number: str) -> None:
    """Mobile and landline numbers are private, alone or inside a sentence."""
    assert CHECK.find(number) == {PrivateDetail.PHONE_NUMBER}
    assert CHECK.find(f"ring me on {number}, please") == {PrivateDetail.PHONE_NUMBER}
    assert CHECK.find(f"Tel:{number}.") == {PrivateDetail.PHONE_NUMBER}


def test_a_mobile_number_is_found_without_spaces_around() -> None:
    """Letters that touch a number do not hide it."""
    assert CHECK.find("mob07700900123and") == {PrivateDetail.PHONE_NUMBER}


@pytest.mark.parametrize(
    "text",
    [
        "0333 200 1133",
        "03332001133",
        "0333-200-1133",
        "(0333) 200 1133",
        "+44 333 200 1133",
        "+44 (0)333 200 1133",
        "0044 333 2001133",
        "0333 200 1133 option 1, then 1",
        "0333 200 1133 ext 1",
        "0117 496 0018",
        "+44 117 496 0018",
        "I rang 03069 990123 and 0808 157 0123",
        "I rang 111, then 999",
        "reference 1234567890",
        "INC0012345678",
        "shift 0730-1930 and 0800-2000",
        "from 07-12-2024 365 days",
        "07.12.2024 - 08.01.2025",
        "01-12-2024 to 03-12-2024",
        "our codes are VLZ0B, V12345 and 1-9990000018",
    ],
)
def test_public_numbers_and_other_figures_are_not(text: str) -> None:
    """Numbers of services, dates, references and codes are no phone numbers."""
    assert CHECK.find(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "9990000018",
        "999 000 0018",
        "999-000-0026",
        "999.000.0034",
        "999  000  0042",
        "NHS no:9990000018",
        "NHS number 999 000 0018, ward 4",
    ],
)
def test_nhs_numbers_are_found(text: str) -> None:
    """Ten digits with the right check digit are an NHS number."""
    assert CHECK.find(text) == {PrivateDetail.NHS_NUMBER}


@pytest.mark.parametrize(
    "text",
    ["9990000019", "999 000 0019", "99900000181", "19990000018", "999000001", "1-9990000018"],
)
def test_other_long_numbers_are_no_nhs_numbers(text: str) -> None:
    """A wrong check digit or length is not an NHS number, nor is a location's number."""
    assert CHECK.find(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "dob 12/03/48",
        "DOB: 12.3.48",
        "d.o.b. 12-03-2012",
        "D O B 5/5/2019",
        "dob:12031948",
        "her date of birth is 12-03-2015",
        "born 12 March 48",
        "born on 12th of March, 2014",
        "her birthday is 1 May 1961",
        "Birthdate 03/25/1948",
    ],
)
def test_dates_named_as_births_are_found(text: str) -> None:
    """A past date beside a word for birth is a date of birth, whatever its year."""
    assert CHECK.find(text) == {PrivateDetail.DATE_OF_BIRTH}


@pytest.mark.parametrize(
    "text",
    [
        "12/03/1948",
        "Mary 12/03/48",
        "12 / 03 / 1948",
        "12 03 1948",
        "12.03.1948",
        "1948-03-12",
        "12-Mar-1948",
        "12th March 1948",
        "12 MARCH, 1948",
        "1st of Sept 1950",
        "March 12th, 1948",
        f"1/1/{THIS_YEAR - 16}",
    ],
)
def test_old_dates_are_found_without_a_word_for_birth(text: str) -> None:
    """A date that lies 16 years or more back can only be somebody's."""
    assert CHECK.find(f"can she have an account, {text}") == {PrivateDetail.DATE_OF_BIRTH}


@pytest.mark.parametrize(
    "text",
    [
        f"1/1/{THIS_YEAR - 15}",
        "the inspection was on 14/06/2019",
        "CQC came on 14 June 2023",
        f"the toolkit is due on 30 June {THIS_YEAR}",
        f"by 30/06/{THIS_YEAR % 100:02}",
        f"staff's dates of birth are wanted on the form due 31/03/{THIS_YEAR + 1}",
        "does the portal ask the date of birth",
        "residents born in the 1950s",
        "from 1 March 50 staff had no access",
        "on 3 May 20 accounts went",
        "the guide of 25/05/2018",
        "not used since 01.09.2025",
        "24/7/365",
        "the server is 10.1.2.48",
        "an account since 2009",
        "it may 2009 times fail",
    ],
)
def test_other_dates_are_not(text: str) -> None:
    """Inspections, deadlines and figures that look like dates are no dates of birth."""
    assert CHECK.find(text) == set()


@pytest.mark.parametrize(
    "text", ["my password is Sunny-Day7", "password is \u201cblue house\u201d"]
)
def test_passwords_are_found(text: str) -> None:
    """A password beside its name is private; test_passwords.py has the cases."""
    assert CHECK.find(text) == {PrivateDetail.PASSWORD}


def test_every_kind_is_told() -> None:
    """A message may hold several kinds at once."""
    text = "Jo, born 12/03/1948, 999 000 0018, 07700 900123, jo@example.org, password: Sunny-Day7"

    assert CHECK.find(text) == set(PrivateDetail)


@pytest.mark.parametrize(
    "text",
    [
        "We have 12 staff and 3 have left since the CQC inspection on 14/06/2024, what do I do?",
        "Our ODS code is VLZ0B but NHSmail says V12345, which one is right?",
        "I phoned 0333 200 1133 and pressed option 1 twice, nobody answered for 45 minutes",
        "My password's expired and I can't get in, it's the third time",
        "It says my password is 'incorrect' and locked me out after 10 tries",
        "how do I log in to Office365 on the home's laptop",
        "Do I need a password and 2-step verification on iPhone14 or Windows11?",
        "Is the password reset line open 8am-8pm or 24/7?",
        "the password must have 10-20 characters, does it need 1 number",
        "password reset for V12345 please, ticket INC0123456",
        "Please reset the password of care.leeds.sunnyview7@nhs.net",
        "the deadline for the DSPT is 30 June 2026, have we until midnight",
        "account deleted after 30 days, last used 12/05/2025, can I get it back",
        "What number do I ring, is it 111 or the helpdesk?",
        "My new manager started on 1st September 2025 and needs adding to the mailbox",
        "We moved from Skype to Teams in March 2021, is Skype still there",
        "I have 4 homes with 60, 42, 38 and 12 beds: do we get 10 accounts each?",
        "The link https://portal.nhs.net/Home/2024 does not open",
        "Can the agency nurse born abroad with no UK mobile register?",
        "is the mailbox limit 4GB or 50GB, ours says 3.99 of 4.00",
        "our postcode changed to AB1 2CD, who updates it",
        "we sent 25 attachments of 35MB on 02/01/2026 and 3 bounced with error 5.7.1",
        "Error code 0x80004005 on Outlook2016 since Tuesday",
        "the resident's daughter asks for her date of birth by email, is that secure?",
        "Can 2 people share 1 login? CQC ID 1-1234567890, ODS VLZ0C",
        "what happens on day 31 of 30 days notice, 90 days after 01-04-2026",
        "where does it say 'forgotten password' on the page, top or bottom?",
        "password manager LastPass or Bitwarden?",
    ],
)
def test_everyday_questions_pass(text: str) -> None:
    """What care homes really ask is not taken for a private detail."""
    assert CHECK.find(text) == set()
