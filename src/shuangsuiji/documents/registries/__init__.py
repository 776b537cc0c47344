"""Workbooks of registries: empty ones, marked and mended copies, differences, what is published."""
