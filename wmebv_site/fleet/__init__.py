"""Many municipalities at once: one list of them, one task for each, and what they come to together.

answering        Puts a question with a name to the tables of a harvest: finds what somebody means, and what is usual where nobody says it.
answers          All that the overview asks of a harvest: each named question once, its rows as what the pages tell.
beginning        Begins with many municipalities: a small project for each, what they share in a base, and the list of them all.
changes          What changed lately: the page with every municipality at which something did, and what it was at each.
coverage         The pages on how far municipalities are: the home page with its map, the list of all by province, and one of each.
downloads        The answers as files, with the page that leads to them: each as CSV and as JSON, the harvest itself, and their sums.
each             One municipality is one task: read its folder, check or build it within limits, and tell of it in one line of JSON.
forwarding       What stands in the place of the website of a municipality that merged: each old address leads to the new one.
gathering        Asks the websites of a list for their data, as politely as for a link, and says what came of it.
harvest          Harvests the data of many municipalities: each is read, judged and put with the others, or told of with the day since when.
harvested        What a harvest holds: the tables with what each column means in Dutch, and the rows of one municipality from its data.
judged           Judges what a municipality published as data: within bounds, whole, of a version that is known, and its own; or why not.
listing          The list of municipalities that are worked on together, as ``fleet.yaml`` says it, or all that is wrong with it.
merge_choices    What must be chosen when municipalities merge: each clash with its places, and the file with the answers.
merge_decisions  The decisions of municipalities that end: they stay under their bodies, with an end and their annexes to the byte.
merge_parties    A municipality that merges: its register with the shared base below it, in the names of the new one.
merge_project    The folder of a merged municipality: registers, texts, settings of the site, and what to do next.
merge_texts      The texts, pictures and lists of ``content/``: what is alike once, what differs as a person chose.
merge_things     Joins what several municipalities say of one thing: what is alike once, and of what differs what a person chose.
merging          Joins the registers of municipalities that merge: the project of the new one, or every clash that is left.
opening          Opens the tables of a harvest to read, and puts one question to them: nothing is written, and no other file is read.
origins          What a harvest remembers of each place where it read data: what was there, and since when something is wrong.
overview         The overview of many municipalities as a website: its pages in the skeleton of every site, its style, and its downloads.
phrases          What the pages of the overview share: their addresses, and how kinds, numbers and shares are said.
products         The pages on products over all municipalities: the list, one page of each, and the twenty that many people need.
provinces        The twelve provinces as a map of tiles: where each stands, what is said in it, and how much of its bar is filled.
publisher        Who publishes the overview, and how it looks: the settings for it in ``fleet.yaml``, and the files that they name.
question         What a question with a name is: its sentence, its SQL, what it asks for, and what stands in each column of the answer.
questions        The questions to all municipalities that have a name: each with its sentence, its SQL, what it asks for, and its columns.
reporting        What a fleet comes to: one table over all municipalities, in words for a person and as data for a program.
results          What was told of each municipality, as lines of JSON in files: kept while it comes, read back, and gathered from shards.
running          Carries out the tasks of a fleet on any executor, goes on when a worker dies, and tries once more what may pass.
spool            Keeps what a harvest fetched until all of it is written, so that one that was broken off asks only for what is left.
sql              The questions to all municipalities, in SQL that DuckDB and SQLite understand alike, with the order of the rows.
store            Writes the tables of a harvest, as Parquet or as one SQLite file: whole or not at all, with what was known before.
"""
