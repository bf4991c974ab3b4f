"""What went wrong, in words for the operator."""


class PortalError(Exception):
    """An expected failure. Its text is one line that says what is wrong and what to do."""
