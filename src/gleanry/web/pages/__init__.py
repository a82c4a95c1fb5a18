"""One module per page: ask the slices, render the answer. Nothing is decided here."""
