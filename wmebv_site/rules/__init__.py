"""What the law and good order ask of a register: one function for each rule.

annexes       Rules about the annex beside a decision: it is there, it counts, and it fits the text.
base          What a rule is: one function with a permanent code, whose Dutch docstring is its documentation.
channels      Judges what a channel gives the sender, what it asks and who can log in: for the rules, and for the report.
checking      Judges a whole project: reading, decoding and, once the register is whole, every rule in the order of its code.
decisions     Rules about decisions: their publication, what was frozen, and what is wanted beside what holds.
designation   Rules about whether every message has a channel, and whether that channel is rightly designated.
language      Finds long sentences, hard texts and jargon in everything a municipality writes, except its decisions.
links         Rules about addresses: safe to send to, of an office and not of a person, well formed, and left alone for a while only.
messages      Rules about one message: on paper too, signed, official or not, with a way to object and a way to complain.
mishaps       Rules about what stands in public by mistake: numbers of people, keys in addresses, damaged letters, costly numbers.
municipality  Judges the code of the municipality against the list of all of them, which comes with the package.
objections    Rule 15: finds where a text turns an objection away that comes along another way than the one that was designated.
outages       Rules about outages: their times, and what must be told in time.
placeholders  Finds what a new project was filled with and nobody replaced, in the text of every file that the website is made from.
sources       Rules about what a designation rests on, and about designations that get in each other's way.
statutes      Rules about the ways that other statutes bring, and about who else carries out a task.
support       Rules about the duty of care: whether there is help, for everything that may be difficult, and a policy behind it.
texts         Rules about the municipality's own texts: their links and pictures, and what was left to fill in.
upkeep        Rules about what goes out of date: channels that stop, products nobody looked at for a year, names of the national list.
websites      Rules about where an address leads: to whom, openly, through the usual door, and short enough to be one.
"""
