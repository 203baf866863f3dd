"""Invent names and ODS codes of sites that do not exist."""

from __future__ import annotations

import random
from itertools import product

PLANTS = [
    "Alder", "Angelica", "Aster", "Barberry", "Betony", "Bluebell", "Bramble", "Bryony",
    "Campion", "Celandine", "Chestnut", "Clover", "Columbine", "Cornflower", "Cowslip",
    "Daffodil", "Elder", "Fennel", "Foxglove", "Gentian", "Gorse", "Harebell", "Hawthorn",
    "Heather", "Hornbeam", "Juniper", "Larkspur", "Lavender", "Linden", "Lupin", "Mallow",
    "Marigold", "Meadowsweet", "Mulberry", "Myrtle", "Orchid", "Pimpernel", "Primrose", "Rowan",
    "Saffron", "Sorrel", "Speedwell", "Spindle", "Tansy", "Teasel", "Thistle", "Valerian",
    "Yarrow",
]  # fmt: skip
PLACES = ["", " Bank", " Brook", " Field", " Green", " Hill", " Mead"]

CLEAR = "23456789ACDEFGHJKLMNPQRTVWXY"
"""What ODS makes care sites' codes of, without 0 and 1, which are hard to read out."""


def ods_codes(prefixes: list[str], count: int, chance: random.Random) -> list[str]:
    """Draw codes: a prefix and two more characters; 0 and 1 only where the others are used up.

    Args:
        prefixes: each with a Z, a letter that ODS does not use, so that no real site is meant.
        count: how many codes are wanted, at most 900 to a prefix.
        chance: the source of chance.
    """
    ends = ["".join(pair) for pair in product("01" + CLEAR, repeat=2)]
    codes = [prefix + end for prefix, end in product(prefixes, ends)]
    chance.shuffle(codes)
    clear_first = sorted(codes, key=lambda code: "0" in code or "1" in code)
    return chance.sample(clear_first[:count], count)


def site_names(kinds: list[str], count: int, chance: random.Random) -> list[str]:
    """Draw different names such as "Sample Larkspur Hill Lodge", one of the kinds at the end."""
    words = product(PLANTS, PLACES, kinds)
    return chance.sample([f"Sample {plant}{place} {kind}" for plant, place, kind in words], count)
