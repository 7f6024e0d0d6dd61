"""The report for the co-ordinator in every form: a web page, a workbook, data, text, slides and a status line."""
