"""Show which topic covers each section of the documents that are covered whole."""

from __future__ import annotations

from collections.abc import Iterator

from bot.knowledge.catalogue import Catalogue
from bot.knowledge.replies import source_date

_HEAD = """# What the answers cover

Made by `caremail coverage`: do not edit this page.
Each section of the five documents that the answers rest on, and the topics that cover it.
"""


def uncovered(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Give (source, section) for every section that nothing covers."""
    return [(source, section) for source, section, topics in _sections(catalogue) if not topics]


def coverage_page(catalogue: Catalogue) -> str:
    """Write docs/coverage.md."""
    lines = [_HEAD]
    last = ""
    for source, section, topics in _sections(catalogue):
        if source != last:
            record = catalogue.sources[source]
            lines += [
                f"\n## {record.title}\n",
                f"{record.publisher}, {source_date(record)}.\n",
                "| section | topics |",
                "|---|---|",
            ]
            last = source
        lines.append(f"| {section} | {', '.join(topics) or '**not covered**'} |")
    return "\n".join(lines) + "\n"


def _sections(catalogue: Catalogue) -> Iterator[tuple[str, str, list[str]]]:
    citing: dict[tuple[str, str | None], list[str]] = {}
    for topic in catalogue.topics.values():
        for citation in topic.header.sources:
            found = citing.setdefault((citation.source, citation.section), [])
            if topic.id not in found:
                found.append(topic.id)
    for name, source in catalogue.sources.items():
        for section in source.all_sections:
            topics = [f"`{topic}`" for topic in citing.get((name, section.title), [])]
            if section.answered_by:
                topics.append(f"`{section.answered_by}` (figures, not an answer)")
            yield name, section.title, topics
