"""Parts that every room of the desk uses: guard, permissions, forms, lists, responses."""
