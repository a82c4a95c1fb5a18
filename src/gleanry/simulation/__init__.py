"""A company year, made up, that goes the real way: for trying things out, for the demo and for the benchmarks.

Takes   a workspace marked as made up, how many leads, a seed.
Gives   `simulate`, `run_simulation`, `fill_demo`; the same seed gives the same year.
Writes  Run, its own mark of how far it came; all else is written by the stages' actions.
Asks    capture to take records, members to act through followup, route and convert, the pump to carry on.
"""
