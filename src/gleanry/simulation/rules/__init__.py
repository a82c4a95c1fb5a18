"""What happens in a made-up year, drawn without database or clock."""
