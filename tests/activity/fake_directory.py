"""A directory of ODS codes that asks nobody."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Union

from bot.activity.directory.answers import CareSite, CouldNotCheck, DirectoryAnswer, NoSuchCode


@dataclass
class FakeDirectory:
    """Says the same of every code and of every postcode, and notes what it was asked."""

    answer: DirectoryAnswer = field(default_factory=NoSuchCode)
    at_postcode: Union[tuple[CareSite, ...], CouldNotCheck] = ()
    asked: list[str] = field(default_factory=list)

    def look_up(self, code: str) -> DirectoryAnswer:
        """Say what a code stands for."""
        self.asked.append(code)
        return self.answer

    def search_postcode(self, postcode: str) -> Union[tuple[CareSite, ...], CouldNotCheck]:
        """Give the sites at a postcode."""
        self.asked.append(postcode)
        return self.at_postcode
