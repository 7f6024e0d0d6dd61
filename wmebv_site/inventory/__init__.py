"""How far a municipality is: what is used, wanted and in force, what each channel lives up to, each step, and what to do first.

analysis   What is used, what is wanted and what holds, for every message; hence what stays, stops, starts or differs.
checklist  What each channel lives up to: read from its fields where they say so, and else from its checklist.
due        What comes within some days: what someone has to do before it does, and what happens of itself.
progress   Puts everything the report tells together, with the days that come.
report     The report for the co-ordinator in every form: a web page, a workbook, data, text, slides and a status line.
shares     What each domain, supplier, body and function has to do: its part of the tasks, the findings, the links and the days to come.
steps      The steps of the road map: what the registers tell of each, with what the co-ordinator keeps.
tasks      What to do first, and why: everything that is open, the heaviest on top.
totals     The numbers of a register: everything the report counts is counted here, also over time.
"""
