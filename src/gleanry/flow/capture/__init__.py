"""Capture: raw input as it came, kept for ever.

Takes: files (CSV, XLSX), forms, programs.
Gives: FileLayout, Mapping, RowResult (shapes); readers of files and rows (rules).
Writes: Submission.  Asks: nothing.
"""
