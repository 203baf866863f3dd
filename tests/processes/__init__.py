"""Tests of bot.processes."""
