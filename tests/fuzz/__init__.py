"""Fuzzing with atheris, a target a format and one for containers: `python -m tests.fuzz`, `make fuzz`."""
