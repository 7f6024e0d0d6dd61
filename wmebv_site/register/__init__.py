"""What a municipality writes: YAML with places, the words of the registers, one whole ``Register`` or all mistakes.

addresses      Every address that the website makes, by the words of the register alone.
annexes        What ``content/besluiten/<id>.annex.yaml`` says: what a decision designated, as it stood when it was frozen.
bounds         Says where a Markdown text asks more of a renderer than a text for readers does: its size, its depth and its marks.
channels       What ``channels.yaml`` says: the municipality, who decides, the channels with their checklist, and what is designated widely.
choices        What each choice in the registers means, in Dutch, for who has to make it.
content        What other texts and lists in ``content/`` say: home page, policies, road map, words to avoid, links to leave alone.
decisions      What the front matter of ``content/besluiten/`` says: a decision, and whether decisions follow each other in a line.
decode         Makes a Register from the bytes of all files, or says everything that stands in the way.
entry          What all parts of a register share: frozen, its place known, its keys, every field public or internal.
files          Which file of a project says what, which texts of ``content/`` are a thing of the register, and how those may be called.
front_matter   Splits a Markdown file into its front matter and its text, and changes one key of it.
hosts          Whose a host on the internet is: of the country's government, of anybody, or of nobody, and which names belong together.
linked         Resolves a link in a text of the municipality to the page or the file of the website that it leads to.
markup         Finds what stands where in a Markdown text: code, links, pictures, headings, and the sentences that a reader reads.
memory         Remembers what was made of what, for whoever makes it again after a change.
misfits        Turns what pydantic refuses, a misspelt key too, into the sentence an editor reads, at the place where the value stands.
outages        What ``content/storingen/`` says: when a channel did not work, and what one could do instead.
outages_alone  Reads the outages of a project alone: one is told of at once (Awb 2:21), whatever is wrong in other files.
overlay        A shared register below that of a municipality: what stands there counts as if it stood here, unless this says it itself.
own_files      Judges the files that a municipality publishes as they are: no page or picture of its own may run anything.
products       What ``products.yaml`` says: the products, and the types of message about each.
references     Whether every name in the registers is given once, and exists where it is used.
register       The whole register: frozen, well formed, every name in it known.
responsible    Whose something in a register is to look after: a domain's, a supplier's, a body's or a function's, never a person's.
schema         The JSON Schema (draft-07) of every kind of file, for editors that complete and check while one types.
schema_words   What a text editor says, in Dutch, of a value that the schema of a file doesn't take.
support        What the front matter of ``content/hulp/`` says: what may be difficult, and the support that removes it.
terms          The closed lists of the registers, such as the kinds of channel: each member's value is the Dutch word an editor writes.
text           Turns bytes into text that is safe to read: UTF-8, no hidden characters, no unfinished merge.
upl            The national list of product names (UPL) as it is pinned: what rule 39 judges references by, without the network.
values         The kinds of value a register holds, moments among them, each with the sentence for what is not of that kind.
yaml           Reads YAML as text that remembers where every value stands, and says in Dutch what is wrong with it.
yaml_syntax    Says in Dutch what the YAML parser refuses, at the place where a person would look.
yaml_text      Writes texts, lists and mappings as YAML that reads back as the same text.
"""
