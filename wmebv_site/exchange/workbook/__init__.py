"""The workbook for colleagues: what the registers hold as sheets, and the answers that come back."""
