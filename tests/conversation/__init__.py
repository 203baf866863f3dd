"""Tests of what is said of sites and areas."""
