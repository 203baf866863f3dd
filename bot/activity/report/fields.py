"""The columns that an activity report can have, and how their headers are spelled.

Headers of the accounts: NHSmail activity slides, autumn 2020, where one deck writes both
"Users.Active", a column expanded by Power Query, and "Users Active". Headers of the site, its
areas and its toolkit: the public DSPT search results of 2019 to 2023. The others are likely
variants.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum


class Field(str, Enum):
    """What a column holds; the value is its usual name."""

    ODS_CODE = "ODS Code"
    SITE_NAME = "Organisation Name"
    CCG = "CCG"
    ICS = "STP/ICS"
    REGION = "NHS Region"
    SERVICE = "Care Home / Home Care"
    DSPT_STATUS = "DSPT Status"
    DSPT_DATE = "Date Of Publication"
    SMB_ADDRESS = "Shared Mailbox"
    SMB_STATUS = "SMB Status"
    ACCOUNTS = "Users"
    AUP_ACCEPTED = "AUP Accepted"
    AUP_PERCENT = "AUP %"
    ACTIVE = "Users Active"
    ACTIVE_PERCENT = "User Activity %"
    LAST_ACTIVITY = "Last Activity"
    EXTRACT_DATE = "Extract Date"


# The first spelling is preferred where a file has several. "No. of", "Number of" and "Sum of"
# before a header, capitals, spaces, signs and Power BI's "Table[...]" make no difference.
SPELLINGS: dict[Field, tuple[str, ...]] = {
    Field.ODS_CODE: (
        *("ODS Code", "Site ODS Code", "ODS Site Code", "Site ODS", "Location ODS Code"),
        *("Organisation ODS Code", "Care Home ODS Code", "Org Code", "Organisation Code"),
        *("Organization Code", "Site Code", "ODS", "Code"),
    ),
    Field.SITE_NAME: (
        *("Organisation Name", "Organization Name", "Org Name", "Site Name", "Name of Site"),
        *("Location Name", "Care Home Name", "Service Name", "Site", "Location", "Care Home"),
        *("Organisation", "Organization", "Care Provider Name", "Care Provider"),
        *("Provider Name", "Provider", "Name"),
    ),
    Field.CCG: (
        *("CCG", "CCG Name", "Clinical Commissioning Group", "Sub ICB", "Sub ICB Name"),
        *("Sub ICB Location", "Sub ICB Location Name", "Commissioner (From ODS)", "Commissioner"),
    ),
    Field.ICS: (
        *("STP/ICS", "ICS/STP", "STP or ICS", "ICS", "ICS Name", "Integrated Care System"),
        *("ICB", "ICB Name", "Integrated Care Board"),
        *("Integrated Care Board (where available, from ODS)", "STP", "STP Name"),
        "Sustainability and Transformation Partnership",
    ),
    Field.REGION: ("NHS Region", "NHS England Region", "NHSE Region", "Region", "Region Name"),
    Field.SERVICE: (
        *("Care Home / Home Care", "Care Home or Home Care", "CH/HC", "Service Type"),
        *("Type of Service", "Care Setting", "Setting", "Care Type", "Type of Care", "Site Type"),
        *("Provider Type", "Organisation Type", "Type", "Primary Sector", "Sector"),
        *("Domiciliary", "Domiciliary Care", "Dom Care", "Home Care"),
    ),
    Field.DSPT_STATUS: (
        *("DSPT Status", "Latest DSPT Status", "DSPT Latest Status", "DSP Toolkit Status"),
        *("DSPT Level", "DSPT Standard", "DSPT", "Latest Status", "Publication Status", "Status"),
    ),
    Field.DSPT_DATE: (
        *("Date Of Publication", "DSPT Date Of Publication", "DSPT Publication Date"),
        *("DSPT Date", "DSPT Published", "Publication Date", "Date Published"),
    ),
    Field.SMB_ADDRESS: (
        *("Shared Mailbox", "SMB", "Shared Mailbox Address", "SMB Address"),
        *("Shared Mailbox Email", "Shared Mailbox Email Address", "SMB Email"),
        *("SMB Email Address", "Shared Mailbox Name", "SMB Name"),
    ),
    Field.SMB_STATUS: ("SMB Status", "Shared Mailbox Status", "SMB State", "Mailbox Status"),
    Field.ACCOUNTS: (
        *("Users", "Total Users", "Users Total", "Individual Accounts"),
        *("Total Individual Accounts", "Individual Users", "User Accounts", "Total Accounts"),
        *("Accounts", "NHSmail Accounts", "User Count", "Users Count"),
    ),
    Field.AUP_ACCEPTED: (
        *("AUP Accepted", "Users AUP Accepted", "AUP Accepted Users", "Users Accepted AUP"),
        *("AUP Accepted Count", "Accepted AUP", "Acceptable Use Policy Accepted", "AUP"),
    ),
    Field.AUP_PERCENT: (
        *("AUP %", "AUP Accepted %", "% AUP", "% AUP Accepted", "Users AUP %"),
        *("AUP Acceptance %", "AUP Acceptance", "AUP Acceptance Rate", "AUP Rate"),
    ),
    Field.ACTIVE: (
        *("Users Active", "Active Users", "User Active", "Active User Count"),
        *("Active Users Count", "Active Accounts", "Accounts Active", "Active Individual Accounts"),
        *("Active Users (90 days)", "Active Users in last 90 days"),
    ),
    Field.ACTIVE_PERCENT: (
        *("User Activity %", "Users Activity %", "% User Activity", "UA %", "Activity %"),
        *("Users Active %", "Active Users %", "% Users Active", "% Active Users", "Active %"),
        *("% Active", "User Activity", "User Activity Rate", "UA"),
    ),
    Field.LAST_ACTIVITY: (
        *("Last Activity", "Last Activity Date", "Last Active", "Last Active Date"),
        *("Date Last Active", "Last Sign In", "Last Sign In Date", "Last Log In", "Last Logon"),
    ),
    Field.EXTRACT_DATE: (
        *("Extract Date", "Extraction Date", "Date Extracted", "Date of Extract"),
        *("Data As At", "As At", "As At Date", "Snapshot Date", "Report Date", "Data Date", "Date"),
    ),
}

_POWER_BI = re.compile(r"[^\[\]]*\[([^\[\]]+)\]")
_CAPITALS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PERCENT = re.compile(r"\b(?:per cent|pct|percentage|perc)\b")
_COUNTED = re.compile(r"^(?:total )?(?:number|no|nr|num|sum) of ")


def header_words(header: str) -> str:
    """Spell a header in small letters and single spaces: "Users[AUPAccepted]" is "aup accepted"."""
    header = unicodedata.normalize("NFKC", header)
    inside = _POWER_BI.fullmatch(header)
    plain = _CAPITALS.sub(" ", inside[1] if inside else header).lower().replace("%", " percent ")
    return _PERCENT.sub("percent", " ".join(re.findall(r"[a-z0-9]+", plain)))


def header_key(header: str) -> str:
    """Give what all spellings of one header have in common."""
    return _COUNTED.sub("", header_words(header)).replace(" ", "")


FIELD_OF_KEY = {header_key(text): field for field, texts in SPELLINGS.items() for text in texts}


def rank(field: Field, key: str) -> int:
    """Tell how far down a header stands among a field's spellings; 0 is the preferred one."""
    return [header_key(text) for text in SPELLINGS[field]].index(key)


def spelled(field: Field) -> str:
    """List the accepted headers of a field, for an operator."""
    return ", ".join(f'"{text}"' for text in SPELLINGS[field])
