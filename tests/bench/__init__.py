"""The benchmark: `python -m tests.bench` measures each part of Portal and prints its figures."""
