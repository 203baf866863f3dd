"""Tests of the votes on answers."""
