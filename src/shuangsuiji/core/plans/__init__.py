"""Plans: the models of a plan, the values and conditions in it, its checks, and its canonical form."""
