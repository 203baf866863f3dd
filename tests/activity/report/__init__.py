"""Tests of the activity report's reader."""
