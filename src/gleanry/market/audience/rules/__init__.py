"""Who belongs to a segment, and until when that is sure."""
