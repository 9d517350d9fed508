"""Benchmarks: what hosting costs, as ratios between programs that run one after the other on the same machine.

`make bench` runs them all; none asserts a time. docs/performance.md tells what they came to.
"""
