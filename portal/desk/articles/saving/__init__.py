"""How a story is saved: autosave, revisions, and two editors on one story."""
