"""Tests of the client of the ODS directory."""
