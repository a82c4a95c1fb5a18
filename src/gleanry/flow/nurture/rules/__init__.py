"""What a plan says, when it may speak, and in which words."""
