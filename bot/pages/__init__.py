"""The pages of the website: every answer with its sources, and what a visitor may want to know."""
