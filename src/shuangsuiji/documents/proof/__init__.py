"""What lets a stranger recompute a draw: a program and a page of their own."""
