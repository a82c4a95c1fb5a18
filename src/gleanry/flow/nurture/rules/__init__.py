"""What nurture decides: when leads leave their place, and where those go that are put by."""
