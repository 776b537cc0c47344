"""Registries: from the cells of a sheet to tables with known headings, and what each registry demands."""
