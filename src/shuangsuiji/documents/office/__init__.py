"""The office programs' formats: pages, tables, sheets, and bytes that do not change by themselves."""
