"""Errors that are reported to the operator in one line."""


class PortalError(Exception):
    """An expected failure. Its text is one line that says what is wrong and what to do."""
