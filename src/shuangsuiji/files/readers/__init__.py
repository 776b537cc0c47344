"""The readers of spreadsheets, one a format, behind one gate."""
