"""Pages, lists and prints for people who support care sites: an area, and one site."""
