"""Addresses that show no page: error pages, redirects of old addresses, the log of 404s."""
