"""`python -m portal`, and what the one-file binary starts."""

from portal.cli import main

if __name__ == "__main__":
    main(prog_name="portal")
