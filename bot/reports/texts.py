"""The words of the reports, read from knowledge/report.yml."""

from __future__ import annotations

from pathlib import Path
from string import Formatter

from pydantic import BaseModel, Extra, validator
from pydantic.fields import ModelField

from bot.knowledge.yaml_file import parse, read_mapping, read_text

_BLANKS = {
    "title": "area",
    "as_of": "date",
    "compared": "date",
    "glance_activity": "accounts active inactive percent setting",
    "glance_nothing": "setting",
    "glance_no_active_user": "sites",
    "no_sites": "setting",
    "part_of_whole": "part whole",
    "change": "date difference",
    "change_point": "date difference",
    "change_points": "date difference",
    "no_change": "date",
    "no_figure_before": "date",
    "table_intro": "date",
    "table_caption": "date setting",
    "activity_chart": "date",
    "range_alt": "highest highest_area lowest lowest_area setting",
    "single_alt": "highest highest_area setting",
    "accounts_chart": "date",
    "accounts_alt": "active area inactive setting",
    "accounts_label": "part whole",
    "legend_before": "date",
    "steps_of": "letter scenario",
    "sites_count": "count",
    "no_active_user": "count",
    "some_active_users": "count",
    "see_steps": "letter",
    "footer_source": "date",
    "site_code": "code",
    "site_on": "date",
}
"""What is filled in where; a text that is not named here stands as it is."""


class ReportTexts(BaseModel):
    """Each text under its name in the file."""

    title: str
    as_of: str
    compared: str
    not_compared: str
    sample_note: str
    level_ccg: str
    level_ics: str
    level_region: str
    skip_to_sites: str
    contents: str

    at_a_glance: str
    glance_activity: str
    glance_nothing: str
    glance_no_active_user: str
    glance_none_at_risk: str

    care_homes: str
    home_care: str
    unknown_setting: str
    care_home_site: str
    home_care_site: str
    unknown_site: str
    no_sites: str

    active_sites_pct: str
    user_activity_pct: str
    active_users: str
    inactive_users: str
    at_risk: str
    onboarded_pct: str
    part_of_whole: str
    not_in_report: str
    change: str
    change_point: str
    change_points: str
    no_change: str
    no_figure_before: str
    change_label: str
    new_figure: str
    unchanged: str

    section_area: str
    section_parts: str
    section_comparison: str
    section_table: str
    table_intro: str
    table_intro_first: str
    table_caption: str
    area_column: str

    activity_chart: str
    activity_chart_alt: str
    range_alt: str
    single_alt: str
    accounts_chart: str
    accounts_chart_alt: str
    accounts_alt: str
    figures_below: str
    no_figures: str
    accounts_label: str
    sample_mark: str
    legend_before: str
    legend_active: str
    legend_at_risk: str
    percent_axis: str
    accounts_axis: str

    section_sites: str
    sites_intro: str
    what_to_do: str
    what_to_do_intro: str
    steps_of: str
    sites_count: str
    no_active_user: str
    no_active_user_intro: str
    some_active_users: str
    some_active_users_intro: str
    see_steps: str

    column_order: str
    column_site: str
    column_ods_code: str
    column_name: str
    column_setting: str
    column_ccg: str
    column_ics: str
    column_region: str
    column_accounts: str
    column_aup_accepted: str
    column_active: str
    column_at_risk: str
    column_shared_mailbox: str
    column_last_activity: str
    column_scenario: str
    column_first: str
    column_steps: str
    column_date: str
    mailbox_active: str
    mailbox_inactive: str
    mailbox_none: str
    mailbox_unknown: str

    section_meaning: str
    active_users_meaning: str
    active_sites_meaning: str
    user_activity_meaning: str
    at_risk_meaning: str
    onboarded_meaning: str
    policy_meaning: str
    policy_accepted: str
    limits_now: str
    footer_source: str
    footer_independent: str

    site_code: str
    site_first: str
    site_on: str
    site_change: str

    class Config:
        """A name that nothing uses is a slip of the pen."""

        extra = Extra.forbid
        allow_mutation = False

    @validator("*")
    def _is_complete(cls, text: str, field: ModelField) -> str:
        if not text.strip():
            raise ValueError("this has no text")
        allowed = set(_BLANKS.get(field.name, "").split())
        used = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        if used - allowed:
            words = ", ".join(f"{{{name}}}" for name in sorted(used - allowed))
            raise ValueError(f"nothing is filled in for {words} here")
        return text


def load_texts(knowledge: Path) -> ReportTexts:
    """Read the words of the reports from the folder knowledge/.

    Raises:
        KnowledgeError: the file cannot be used; the message names the line and the text.
    """
    path = knowledge / "report.yml"
    return parse(ReportTexts, read_mapping(read_text(path), path), path)
