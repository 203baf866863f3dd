"""Tests of the website widget."""
