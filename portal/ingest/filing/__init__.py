"""Items → drafts: which item is which, what of it the licence lets us carry, and the writing."""
