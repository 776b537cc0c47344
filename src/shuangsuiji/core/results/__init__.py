"""What inspections found, what follows from it, and by when."""
