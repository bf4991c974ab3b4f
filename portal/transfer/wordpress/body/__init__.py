"""From WordPress's raw text to a clean body."""
