"""The only way out: every address that Portal fetches is fetched through this package."""
