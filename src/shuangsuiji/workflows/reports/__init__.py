"""Reports from the records of a year."""
