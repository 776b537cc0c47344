"""The audit, step by step."""
