"""Lists of others and the workbook of colleagues, in and out, leaving every other byte of a register."""
