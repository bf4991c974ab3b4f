"""Who signs in at the desk, how, and what the audit log says of them."""
