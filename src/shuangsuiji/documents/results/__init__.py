"""Papers of what was found: the entry sheet, the notice of results, the monthly form."""
