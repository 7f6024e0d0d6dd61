"""The data that municipalities publish, in one place: fetched, judged and kept, and asked one question at a time.

answering   Puts a question with a name to the tables of a harvest: finds what somebody means, and what is usual where nobody says it.
gathering   Asks the websites of a list for their data, as politely as for a link, and says what came of it.
harvested   What a harvest holds: the tables with what each column means in Dutch, and the rows of one municipality from its data.
harvesting  Harvests the data of many municipalities: each is read, judged and put with the others, or told of with the day since when.
judged      Judges what a municipality published as data: within bounds, whole, of a version that is known, and its own; or why not.
opening     Opens the tables of a harvest to read, and puts one question to them: nothing is written, and no other file is read.
origins     What a harvest remembers of each place where it read data: what was there, and since when something is wrong.
question    What a question with a name is: its sentence, its SQL, what it asks for, and what stands in each column of the answer.
questions   The questions to all municipalities that have a name: each with its sentence, its SQL, what it asks for, and its columns.
spool       Keeps what a harvest fetched until all of it is written, so that one that was broken off asks only for what is left.
sql         The questions to all municipalities, in SQL that DuckDB and SQLite understand alike, with the order of the rows.
store       Writes the tables of a harvest, as Parquet or as one SQLite file: whole or not at all, with what was known before.
"""
