"""What the records of a year say: facts, figures, comparisons (QHD-5, QHD-8, XT-2, XT-6, XT-7, XT-8)."""
