"""Wording: texts as words, and what differs between two of them. Pure functions."""
