"""The wire: other publishers' feeds, and the items that came in on them."""
