"""`python -m portal`, and what the one-file binary starts."""

from portal.cli import main

main(prog_name="portal")
