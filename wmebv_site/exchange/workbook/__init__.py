"""The workbook for colleagues: what the registers hold as sheets, and the answers that come back.

columns   What stands on which sheet: the columns of the workbook, in the words of the registers.
incoming  Reads the cells of a workbook that came back, and says by sheet and cell everything that can't be taken over.
merge     Takes the answers of a workbook into the registers, cell by cell, and leaves what someone else changed meanwhile.
outgoing  Writes the workbook: the same registers give the same bytes, and no text can become a formula.
rows      The rows of the workbook as texts, made from the registers: at export, and again to see what changed since.
"""
