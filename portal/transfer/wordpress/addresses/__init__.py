"""Old addresses: how they are written, and where they lead now."""
