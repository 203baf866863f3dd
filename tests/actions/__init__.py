"""Tests of the actions and of their server."""
