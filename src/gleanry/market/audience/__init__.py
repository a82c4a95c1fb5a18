"""Segments: people by what they are and did, kept by what changed.

Takes   definitions from members; word of people, leads and accounts that changed.
Gives   who belongs to each segment, since when; EnteredSegment and LeftSegment.
Writes  Segment, SegmentVersion, Membership, Listed, Changed, Due.
Asks    people, the register and touches for what is there now.
"""
