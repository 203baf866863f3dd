"""Tests of the whole assistant, started as a user starts it."""
