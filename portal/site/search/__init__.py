"""The search page, and the results that a search box shows while a reader types."""
