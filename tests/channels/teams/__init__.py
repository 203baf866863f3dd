"""Tests of the channel for Microsoft Teams."""
