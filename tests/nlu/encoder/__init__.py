"""Tests of bot/nlu/encoder."""
