"""What developers run in the tree; none of it is packaged."""
