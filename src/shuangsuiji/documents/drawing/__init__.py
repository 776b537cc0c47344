"""Papers of one draw: results, lists, minutes, notices, record sheets."""
