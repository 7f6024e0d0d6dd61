"""Many municipalities at once: one list of them, one task for each, and what they come to together.

answering  Puts a question with a name to the tables of a harvest: finds what somebody means, and what is usual where nobody says it.
beginning  Begins with many municipalities: a small project for each, what they share in a base, and the list of them all.
each       One municipality is one task: read its folder, check or build it within limits, and tell of it in one line of JSON.
harvested  What a harvest holds: the tables with what each column means in Dutch, and the rows of one municipality from its data.
listing    The list of municipalities that are worked on together, as ``fleet.yaml`` says it, or all that is wrong with it.
opening    Opens the tables of a harvest to read, and puts one question to them: nothing is written, and no other file is read.
question   What a question with a name is: its sentence, its SQL, what it asks for, and what stands in each column of the answer.
questions  The questions to all municipalities that have a name: each with its sentence, its SQL, what it asks for, and its columns.
reporting  What a fleet comes to: one table over all municipalities, in words for a person and as data for a program.
results    What was told of each municipality, as lines of JSON in files: kept while it comes, read back, and gathered from shards.
running    Carries out the tasks of a fleet on any executor, goes on when a worker dies, and tries once more what may pass.
sql        The questions to all municipalities, in SQL that DuckDB and SQLite understand alike, with the order of the rows.
store      Writes the tables of a harvest, as Parquet or as one SQLite file: whole or not at all, with what was known before.
"""
