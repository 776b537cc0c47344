"""What is made public of a plan or a draw."""
