<<<<<<< HEAD
"""The stages a lead passes, in this order: capture, clean, identify, score, route, followup, nurture, convert, attribute."""
=======
"""The path a lead takes, a slice for each stage; a stage sees only the stages before it."""
>>>>>>> pure
