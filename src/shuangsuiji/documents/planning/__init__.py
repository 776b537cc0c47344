"""Papers of the yearly plan: tables, notices, the outlook of the year."""
