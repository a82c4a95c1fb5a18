"""What stands around the program: set-up, assets, catalogues, contracts. Nothing here is installed."""
