"""Any JSON at all, and a document with any JSON in one place of it."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st


def json_values() -> st.SearchStrategy[Any]:
    """Give any JSON value."""
    plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    return st.recursive(
        plain,
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
        ),
        max_leaves=8,
    )


@st.composite
def changed(draw: st.DrawFn, document: Any) -> Any:
    """Give the document with another value in one place, or without what stands there."""
    path = draw(st.sampled_from(list(_paths(document))))
    copied = copy.deepcopy(document)
    holder = copied
    for key in path[:-1]:
        holder = holder[key]
    if draw(st.booleans()):
        del holder[path[-1]]
    else:
        holder[path[-1]] = draw(json_values())
    return copied


def _paths(document: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    keys: list[Any] = []
    if isinstance(document, dict):
        keys = list(document)
    if isinstance(document, list):
        keys = list(range(len(document)))
    found = [(*above, key) for key in keys]
    for key in keys:
        found += _paths(document[key], (*above, key))
    return found
