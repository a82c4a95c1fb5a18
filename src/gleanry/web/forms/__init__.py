"""What people type, read and checked for form; what is allowed is decided in the slices."""
