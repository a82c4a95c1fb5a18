"""The way of a lead: capture, clean, identify, score, route, followup, nurture, convert, attribute."""
