"""What the cockpit writes: snapshots and their scores, what was learned of deals, targets, reviews."""
