"""What a plan says, when it may speak, and in which words; when leads leave their place, and where they are put by."""
