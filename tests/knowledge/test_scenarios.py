"""What a site is told is whole, fits its figures, and every fault in the file has its line."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bot.activity.scenario import Scenario, classify
from bot.knowledge.catalogue import Catalogue, load_catalogue
from bot.knowledge.content_rules import check_markdown, sentences
from bot.knowledge.problems import KnowledgeError
from bot.knowledge.scenarios import (
    ASKED,
    NOTES,
    SCENARIOS,
    SiteTexts,
    load_scenarios,
    site_texts,
    texts_to_check,
    with_figures,
)
from bot.settings import PROJECT
from tests.knowledge.folder import edit, line_with, only_problem

FIGURES = [(n, a, u) for n in range(7) for a in range(n + 1) for u in range(n + 1)]
LONGEST_ADVICE = 110  # words of standing, first and steps: what a phone shows on about one screen


@pytest.fixture(scope="module")
def texts(real: Catalogue) -> SiteTexts:
    """What stands in the project's scenarios.yml."""
    return site_texts(real)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the whole knowledge folder that can be broken."""
    return Path(shutil.copytree(PROJECT / "knowledge", tmp_path / "knowledge"))


def refused(folder: Path) -> tuple[int, str]:
    """Give line and reason of the one problem in scenarios.yml."""
    with pytest.raises(KnowledgeError) as error:
        site_texts(load_catalogue(folder))
    problem = only_problem(error.value)
    assert problem.path == folder / "scenarios.yml"
    return problem.line, problem.reason


def all_lines(texts: SiteTexts) -> list[tuple[str, str]]:
    """Give each text with the name of its place."""
    lines = [*texts.notes.items(), *texts.asked.items()]
    for name, advice in texts.scenarios.items():
        lines += [(name, text) for text in (advice.title, advice.standing, advice.first)]
        lines += [(name, step) for step in advice.steps]
        lines += [("older", advice.older or ""), (name, advice.standing_one or "")]
    return lines


def test_every_scenario_has_advice(texts: SiteTexts) -> None:
    """The scenarios that sites are classed into are those that have advice."""
    assert set(texts.scenarios) == SCENARIOS == {scenario.value for scenario in Scenario}


def test_loading_from_a_folder(texts: SiteTexts) -> None:
    """The advice can be loaded from the folder alone."""
    assert load_scenarios(PROJECT / "knowledge") == texts.scenarios


def test_the_texts_follow_the_content_rules(real: Catalogue) -> None:
    """Every text is held against the rules as it is read, with its line in the file."""
    checked = texts_to_check(real)
    lines = (PROJECT / "knowledge" / "scenarios.yml").read_text(encoding="utf-8").splitlines()

    assert len(checked) > len(SCENARIOS) * 3 + len(NOTES) + len(ASKED) - 1
    assert [(line, f.reason) for line, text in checked for f in check_markdown(text)] == []
    assert all(re.match(r" +[a-z_]+:", lines[line - 1]) for line, text in checked if text)


def test_a_broken_rule_is_found(copied: Path) -> None:
    """The texts given to the content rules are those of the file."""
    edit(copied / "scenarios.yml", "Find out first if", "Please sign in and find out if")

    reasons = [
        finding.reason
        for _, text in texts_to_check(load_catalogue(copied))
        for finding in check_markdown(text)
    ]

    assert reasons == ["Write `log in`."]


@pytest.mark.parametrize("figures", FIGURES)
def test_every_site_reads_a_whole_advice(texts: SiteTexts, figures: tuple[int, int, int]) -> None:
    """For all figures of up to 6 accounts no placeholder is left, and numbers fit their verbs."""
    advice = with_figures(texts.scenarios[classify(*figures).value], *figures)
    said = " ".join([advice.standing, advice.first, *advice.steps])

    assert not re.search(r"[{}]", said)
    assert not re.search(r"\b(?:All )?1 (?:accounts|users|people)\b|\b1 of \S+ \S+ \S+ are\b", said)
    assert not re.search(r"^1 of your \d+ \w+ (?:have|are|were)\b", said)
    assert not re.search(r"^(?!1 )\d+ of your \d+ \w+ (?:has|is|was)\b", said)
    assert len(said.split()) <= LONGEST_ADVICE


def test_numbers_stand_in_their_places(texts: SiteTexts) -> None:
    """Each number of a site is where its name was."""
    advice = with_figures(texts.scenarios["partly_set_up_in_use"], 5, 3, 4)

    assert advice.standing.startswith("3 of your 5 users have accepted")
    assert advice.standing.endswith("Accounts in use: 4.")
    assert advice.first.endswith("Accounts without it: 2.")


@pytest.mark.parametrize(
    ("inactive", "start"), [(1, "1 of your 5 accounts is"), (2, "2 of your 5 accounts are")]
)
def test_one_is_said_as_one(texts: SiteTexts, inactive: int, start: str) -> None:
    """The wording for 1 is used for 1 and only then."""
    advice = with_figures(texts.scenarios["some_dormant"], 5, 5, 5 - inactive)

    assert advice.standing.startswith(start)
    assert advice.standing_one is None


def test_urgent_is_where_nobody_is_active(texts: SiteTexts) -> None:
    """Advice is urgent exactly where accounts are there and nobody uses one."""
    urgent = {classify(*f).value for f in FIGURES if f[0] and not f[2]}

    assert {name for name, advice in texts.scenarios.items() if advice.urgent} == urgent


def test_old_rules_stand_only_where_older_guides_are_named(texts: SiteTexts) -> None:
    """Addresses, webinars and limits that have ended are never given as advice."""
    expired = re.compile(r"careadmin|dsptnorth|webinar|Tuesday")
    limits = {
        days
        for place, text in all_lines(texts)
        if place != "older"
        for days in re.findall(r"(\d+) days", text)
    }

    assert {place for place, text in all_lines(texts) if expired.search(text)} == {"older"}
    assert limits == {"30", "60"}


def test_what_is_older_is_short(texts: SiteTexts) -> None:
    """What older guides say takes at most 2 sentences, as in topics."""
    assert all(len(sentences(advice.older or "")) <= 2 for advice in texts.scenarios.values())


def test_contacts_are_filled_in(real: Catalogue, texts: SiteTexts) -> None:
    """The helpdesk's number and address come from the contacts."""
    said = "\n".join(text for _, text in all_lines(texts))

    assert str(real.contacts["helpdesk"].phone) in said
    assert str(real.contacts["helpdesk"].email) in said
    assert "{helpdesk" not in said


@pytest.mark.parametrize(
    ("old", "new", "at", "reason"),
    [
        pytest.param(
            "of {date}. Things",
            "of {day}. Things",
            "  old_report:",
            "{day} is not in knowledge/contacts.yml, nor one of date.",
            id="a placeholder that nothing fills",
        ),
        pytest.param(
            "first: Find out first if",
            "first: Of {helpdesk.fax} find out if",
            "first: Of {helpdesk.fax}",
            "{helpdesk.fax} is not in knowledge/contacts.yml, nor one of "
            "accounts, active, aup_accepted, inactive, not_accepted.",
            id="a contact that is not there",
        ),
        pytest.param(
            "topics: [join_nhsmail, ",
            "topics: [join_nhs_mail, ",
            "topics: [join_nhs_mail",
            "There is no topic `join_nhs_mail`.",
            id="a topic that is not there",
        ),
        pytest.param(
            "- {source: linca-2021}",
            "- {source: linca-2031}",
            "linca-2031",
            "The source `linca-2031` is not in knowledge/sources.yml.",
            id="a source that is not there",
        ),
        pytest.param(
            "section: Reinstating a deleted account}",
            "section: Reinstating}",
            "section: Reinstating}",
            "`lhis-guidance` has no section 'Reinstating'.",
            id="a section that is not there",
        ),
        pytest.param(
            "    standing: Your site has 1 account.",
            "    standing_one: Your site has it.\n    standing: Your site has 1 account.",
            "standing_one: Your site has it.",
            "`scenarios.lone_user.standing_one`: `standing` has no number that could be 1.",
            id="a wording for 1 without a number",
        ),
    ],
)
def test_faults(copied: Path, old: str, new: str, at: str, reason: str) -> None:
    """Each fault is told with its line and reason."""
    path = copied / "scenarios.yml"
    edit(path, old, new)

    assert refused(copied) == (line_with(path, at), reason)


@pytest.mark.parametrize(
    ("old", "new", "reasons"),
    [
        (
            "title: No accounts",
            "titel: No accounts",
            {
                "`scenarios.no_accounts.title`: field required.",
                "`scenarios.no_accounts.titel`: extra fields not permitted.",
            },
        ),
        (
            "  healthy:",
            "  helthy:",
            {
                "`scenarios.healthy` is missing.",
                "`scenarios.helthy` is not used by anything: remove it.",
            },
        ),
        (
            "  ended: I have",
            "  stopped: I have",
            {"`asked.ended` is missing.", "`asked.stopped` is not used by anything: remove it."},
        ),
    ],
)
def test_misspelt_names(copied: Path, old: str, new: str, reasons: set[str]) -> None:
    """A misspelt name is told as one that is missing and one that nobody knows, with its line."""
    path = copied / "scenarios.yml"
    edit(path, old, new)

    with pytest.raises(KnowledgeError) as error:
        site_texts(load_catalogue(copied))

    assert {problem.reason for problem in error.value.problems} == reasons
    assert line_with(path, new) in {problem.line for problem in error.value.problems}


def test_review_is_at_most_a_year_after_the_check(copied: Path) -> None:
    """An advice that would not be reviewed for longer is refused, as a topic is."""
    path = copied / "scenarios.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("2027-05-22", "2027-11-24", 1), encoding="utf-8")

    assert refused(copied) == (
        line_with(path, "2027-11-24"),
        "`scenarios.no_accounts.review_by`: must be after `checked`, and at most a year after it.",
    )


def test_faults_are_told_together(copied: Path) -> None:
    """A curator sees all that is wrong at once."""
    path = copied / "scenarios.yml"
    edit(path, "- {source: linca-2021}", "- {source: linca-2031}")
    edit(path, "of {date}. Things", "of {day}. Things")
    edit(path, "topics: [join_nhsmail, ", "topics: [join_nhs_mail, ")

    with pytest.raises(KnowledgeError) as error:
        site_texts(load_catalogue(copied))

    assert len(error.value.problems) == 3
