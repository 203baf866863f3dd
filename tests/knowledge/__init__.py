"""Tests of what the assistant knows."""
