"""What Portal costs: `python -m tests.bench` measures each part and prints its figures."""
