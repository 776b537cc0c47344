"""Workbooks of registers: empty ones, marked and mended copies, differences, what is published."""
