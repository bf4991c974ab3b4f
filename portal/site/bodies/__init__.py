"""A story's body as readers get it."""
