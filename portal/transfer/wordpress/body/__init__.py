"""Converts WordPress's raw text into a clean body."""
