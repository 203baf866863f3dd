"""Tests of what chooses the next action."""
