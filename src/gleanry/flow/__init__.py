"""The path a lead takes, a slice for each stage; a stage sees only the stages before it."""
