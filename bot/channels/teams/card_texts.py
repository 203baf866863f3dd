"""What the cards say around the answers, read from the knowledge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

from bot.knowledge.catalogue import Catalogue
from bot.knowledge.problems import KnowledgeError, Problem
from bot.knowledge.yaml_file import read_mapping, read_text

_FILE = "teams.yml"
_BLANKS: Mapping[str, frozenset[str]] = {
    "more": frozenset({"title"}),
    "checked": frozenset({"date"}),
    "source": frozenset({"source"}),
    "older": frozenset({"older"}),
    "request_to": frozenset({"address"}),
    "request_subject": frozenset({"subject"}),
    "figures_of": frozenset({"date"}),
    "figures_before": frozenset({"now", "date", "before"}),
    "picture_about": frozenset({"area", "date"}),
    "picture_about_sample": frozenset({"area", "date"}),
    "picture_words": frozenset({"area", "date", "bars"}),
    "picture_bar": frozenset({"setting", "active", "inactive"}),
    "server_error": frozenset({"phone", "hours"}),
}
_NAMES = frozenset(
    {
        *_BLANKS,
        *("alternatives", "related", "request", "request_open", "urgent", "shortened"),
        *("figure_accounts", "figure_aup_accepted", "figure_active", "figure_inactive"),
        *("figure_shared_mailbox", "mailbox_active", "mailbox_inactive", "mailbox_none"),
        *("mailbox_unknown", "setting_care_home", "setting_home_care", "setting_unknown"),
        *("picture_title", "picture_active", "picture_inactive", "picture_axis"),
        *("helpful", "helpful_yes", "helpful_no", "reason_wrong", "reason_old", "reason_unclear"),
        *("reason_too_long", "reason_not_my_question", "vote_thanks", "vote_why"),
        *("vote_reason_thanks", "vote_lost", "no_attachments", "too_many", "among_others"),
    }
)


@dataclass(frozen=True)
class CardTexts:
    """The texts of `knowledge/teams.yml`.

    Args:
        written: by their names.
    """

    written: Mapping[str, str]

    def say(self, name: str, /, **blanks: str) -> str:
        """Give a text with its blanks filled in."""
        return self.written[name].format(**blanks)


def read_texts(catalogue: Catalogue) -> CardTexts:
    """Read the texts.

    Raises:
        KnowledgeError: one is missing, unknown or empty, or its blanks are not the right ones.
    """
    path = catalogue.folder / _FILE
    written = read_mapping(read_text(path), path)
    wrong = set(written) ^ _NAMES | {name for name, text in written.items() if not text}
    if wrong:
        reason = f"Give one text for each name, and no others: {', '.join(sorted(wrong))}."
        raise KnowledgeError([Problem(path, 1, reason)])
    texts = {name: str(text).strip() for name, text in written.items()}
    for name, text in texts.items():
        if _blanks(text) != _BLANKS.get(name, frozenset()):
            wanted = ", ".join(f"{{{blank}}}" for blank in sorted(_BLANKS.get(name, ())))
            reason = f"{name} has the wrong words in braces. Give {wanted or 'none'}."
            raise KnowledgeError([Problem(path, 1, reason)])
    helpdesk = catalogue.contacts["helpdesk"]
    texts["server_error"] = texts["server_error"].format(phone=helpdesk.phone, hours=helpdesk.hours)
    return CardTexts(texts)


def _blanks(text: str) -> frozenset[str] | None:
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:  # a brace without its partner
        return None
