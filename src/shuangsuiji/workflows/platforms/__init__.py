"""Working with the provincial platform."""
