"""Are these two the same? Pure: no Django, no clock, no I/O; the same inputs give the same answer.

records   one table of people and companies against itself, or one record against an index of them
"""
