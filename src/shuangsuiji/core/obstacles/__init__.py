"""What stands in the way of staffing all visits: `smallest` finds the least reason, `told` puts it in words."""
