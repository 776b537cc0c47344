"""A register looked at by itself."""
