"""What every directory can do, and the one that says nothing."""

from __future__ import annotations

from typing import Protocol, Union

from bot.activity.directory.answers import CareSite, CouldNotCheck, DirectoryAnswer


class Directory(Protocol):
    """Something that knows ODS codes."""

    def look_up(self, code: str) -> DirectoryAnswer:
        """Say what a code stands for, within 3 seconds.

        Raises:
            ValueError: the code is not 3 to 10 capital letters and digits.
        """


class PostcodeSearch(Protocol):
    """Something that knows which care sites are at a postcode."""

    def search_postcode(self, postcode: str) -> Union[tuple[CareSite, ...], CouldNotCheck]:
        """Give the open care sites at a full postcode, at most 20, within 3 seconds.

        Raises:
            ValueError: it is no full postcode.
        """


class SearchableDirectory(Directory, PostcodeSearch, Protocol):
    """A directory that does both."""


class OfflineDirectory:
    """The directory where look-ups are switched off."""

    def look_up(self, code: str) -> DirectoryAnswer:
        """Say that nothing was checked."""
        return CouldNotCheck("off")

    def search_postcode(self, postcode: str) -> Union[tuple[CareSite, ...], CouldNotCheck]:
        """Say that nothing was searched."""
        return CouldNotCheck("off")
