"""Write into a page of docs/ what a command measured, between two marks."""

from __future__ import annotations

import re
from pathlib import Path


def write_between(page: Path, name: str, text: str) -> None:
    """Replace what stands between `<!-- name -->` and `<!-- /name -->`.

    Raises:
        ValueError: the page lacks its marks.
    """
    old = page.read_text(encoding="utf-8")
    first, last = f"<!-- {name} -->", f"<!-- /{name} -->"
    marked = re.compile(rf"({re.escape(first)}\n).*({re.escape(last)})", re.DOTALL)
    if not marked.search(old):
        raise ValueError(f"{page} lacks the marks {first} and {last}.")
    page.write_text(marked.sub(lambda found: f"{found[1]}{text}\n{found[2]}", old), "utf-8")
