"""The rules: whether a plan fits its registries, and the tables of numbers that both make for the lottery."""
