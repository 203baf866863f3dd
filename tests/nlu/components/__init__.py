"""Tests of bot/nlu/components."""
