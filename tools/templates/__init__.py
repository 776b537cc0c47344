"""The layouts of the Word templates, one module a paper, and what builds the files from them."""
