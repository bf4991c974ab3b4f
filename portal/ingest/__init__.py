"""Feeds in: fetch, parse, clean, file. The steps between fetching and filing are pure functions."""
