"""What codes are called on the screen. Slices return codes with data; the prose for them lives here alone."""
