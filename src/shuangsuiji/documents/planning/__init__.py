"""Papers of the yearly plan: tables, notices, the forecast of the year."""
