"""Saving an article: autosave, revisions, and conflicts between two editors."""
