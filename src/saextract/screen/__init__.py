"""What people see in a terminal, and what the commands share to show it."""
