"""People at the desk: sign-in, invitations, accounts, and the audit log."""
