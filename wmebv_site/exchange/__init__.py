"""Lists of others and the workbook of colleagues, in and out, leaving every other byte of a register.

alike         Finds which product of the register a product of a feed is, by several signs together, or that nobody can tell.
departures    Where a municipality says something else than the register that it shares, and what that said when it was last looked at.
deviations    Finds where a feed of Samenwerkende Catalogi, which a municipality has on its website, says something else than what holds.
editing       Changes a YAML text into one that says something else, touching only the places where the two differ.
feed          Reads a feed of Samenwerkende Catalogi 4.0, or an answer of the national search service: each product as it was told.
fetching      Fetches a file from an address on the internet: over https alone, of bounded size and time, never from a network of one's own.
filling       Makes a product of what a list says of it, and fills in visibly what the list doesn't say, for a person to confirm.
migrations    Brings the files of a project to the shape of the registers that this program reads, leaving every other byte.
moves         Takes over the new address of a page that moved for good, at every place where it stands, and leaves every other byte.
own_part      What a municipality's own files have to say where a shared register lies below them: only what is different here.
proposals     What lists of others propose stands in a section of its own, and counts for nothing until a person takes it over.
reformatting  Finds what a change of the registers wrote otherwise without saying anything else, and the remarks that it lost.
sc            Merges a feed of Samenwerkende Catalogi into a register: what products the municipality told the country about.
scanning      Looks through XML of anyone as a stream, and refuses what is too much, too deep or not plain before anything is made of it.
sheets        Opens a file with sheets of anyone safely: its size is judged first, and nothing is expanded, fetched or calculated.
splitting     Moves products between one list and one file for each of them, with every remark, quote and line end that was there.
upl           The national list of product names (UPL): read as it is published, renewed, and merged into a register.
vng           Merges VNG's workbook of standard products as proposals: nothing counts until a person has taken it over.
workbook      The workbook for colleagues: what the registers hold as sheets, and the answers that come back.
working       The registers of a project as data that an import may change, and what the import did.
"""
