"""What a row says is to be done, and whether it goes beyond what stands already."""
