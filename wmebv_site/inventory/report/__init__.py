"""The report for the co-ordinator in every form: a web page, a workbook, data, text, slides and a status line.

as_json      The report as data, in a shape that stays: see docs/reference/report-json.md.
charts       The charts of the report, laid out so that no text covers another; ``chart.svg`` draws them, the page gives the colours.
git_history  Where the registers stood at the end of each month, read from git without changing or fetching anything.
html         The report as one web page that needs nothing else, and the slides and the poster for colleagues.
share        The part of the report that is for one domain, supplier, body or function, in each form.
short        The report in short: the twelve lines of ``wmebv status``, and Markdown for a memo to the college.
tables       The tables of the report as plain text, the same for the web page, the workbook and Markdown.
wording      How the report says its numbers, days and states in Dutch; every form of it says the same.
xlsx         The report as a workbook: a sheet for each table, the same bytes for the same report.
"""
