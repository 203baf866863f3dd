"""Tests of what lets messages in and of the servers around it."""
