"""The stages a lead passes, in this order: capture, clean, identify, score, route, followup, nurture, convert, attribute."""
