"""The market: what marketing does before and beside the flow."""
