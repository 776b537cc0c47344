"""What stands in the way of staffing all visits: `smallest` finds the least reason, `told` says it."""
