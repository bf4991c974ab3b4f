"""Feeds and sitemaps: the site for other programs."""
