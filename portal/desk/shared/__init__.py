"""What all parts of the desk use: guard, permissions, forms, lists, responses."""
