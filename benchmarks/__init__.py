"""Benchmarks: whole processes, ratios in one run, results under `results/`."""
