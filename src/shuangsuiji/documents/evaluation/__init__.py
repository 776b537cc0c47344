"""年度评估: the workbook with every figure and the report that reads them out (QHD-8, LZ-9, XT-7)."""
