"""The register as data: what the pages say, for machines, from the same answers.

answers      What holds for every message, and from when until when, as plain values that every format of the data reads.
catalogue    The register as a feed of Samenwerkende Catalogi 4.0: one entry for each product, with where one applies for it today.
cpsv         The products as public services, by the European profile for these (CPSV-AP 3.2).
csv_files    The tables as CSV: for machines by RFC 4180, and beside each a variant that Excel opens rightly in the Netherlands.
datapackage  The description of the tables as a Data Package, with a Table Schema of each, in Dutch.
dcat         What there is of data, for catalogues of data: the Dutch profile of DCAT (DCAT-AP-NL 3.0).
graphs       Linked data in both of its forms: nodes become JSON-LD with a context of its own, and Turtle.
in_pages     What programs read in each page: the thing that it is about, the page itself, and where its own data stands.
json_files   The register as JSON: one file with all of it, one for each thing, what held when, and the JSON Schema of each.
published    What a website publishes for programs beside its pages: files of data, in the formats that are asked for.
schema_org   What each page is about, in the words of schema.org, as search engines, portals and assistants read it (JSON-LD).
shapes       The shape of each thing as data: which public fields of the register it has, what is told beside them, and its JSON Schema.
shown        What the page of a product shows of a message, as plain data in its order, for whoever shows it on a page of his own.
sqlite_file  The tables as one SQLite file: each list a table of its own, with keys, indexes, and views of what holds.
tabular      The register as tables: which there are, their columns with what each means in Dutch, and the rows of a register.
things       The register as plain data: each thing as anyone may know it on a day, with what follows from it.
validators   Judges a file of data outside Python: what JSON Schema says of a shape, quick enough for who reads hundreds of registers.
whole        A whole register on one day as data, made once: every format reads it from here.
"""
