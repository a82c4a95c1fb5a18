"""Pure decisions of the cockpit: what a deal counts for, where a period ends, how targets are split, how it stands."""
