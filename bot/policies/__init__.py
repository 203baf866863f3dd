"""Rasa policies: what comes next in a conversation."""
