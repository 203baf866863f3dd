"""Find the part of an answer that a follow-up is about.

An answer's reply is short; what else is known stands in sections behind it. Who asks on about the
same topic has read the reply already.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.nlu.floats import Floats


def nearest_section(
    message: Floats, reply: Floats, sections: Mapping[str, Floats], least: float
) -> str | None:
    """Give the heading of the section that is nearest to a message.

    Args:
        message: the vector of the message, of length 1.
        reply: that of the reply.
        sections: those of the sections, by their headings.
        least: the least cosine that counts as near.

    Returns:
        nothing where no section is near, or the reply itself is nearer.
    """
    cosines = {heading: float(message @ vector) for heading, vector in sections.items()}
    nearest = max(cosines, key=lambda heading: cosines[heading], default=None)
    if nearest is None or cosines[nearest] < max(least, float(message @ reply)):
        return None
    return nearest
