"""The article's page, and what is shown on it."""
