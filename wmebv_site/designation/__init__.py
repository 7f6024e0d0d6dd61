"""What follows from a register: which channel is wanted, which holds on a day and since when, what differs, what is missing.

annexes      The rows and rules of annexes: those in force on a day, and those that the registers no longer know.
answers      What a question comes to: its state, its channels with what they may ask, and the rule that is the reason.
applying     Whether one applies for a product online, where and with which login: what a catalogue says of it in one word.
changes      What changed for residents and when: from decisions, channels, help, policies and outages, never from a list kept by hand.
decisions    When decisions hold, for whom, and the views that follow: what is wanted, what holds on a day, what drafts would bring.
differences  What differs between two views of the same messages, and what of that no decision is going to bring.
gaps         Why an official message has no channel, judged by what the registers want with the mistakes in sources thought away.
groups       Which questions no view tells apart, so that the answer to one of them is the answer to all.
history      What held for a message from day to day, as it is known today.
outages      What outages come to at one moment: which run, which are planned, and which are over.
resolve      Finds the one answer to a question, by the order of the law, in one view of what counts.
rule         What is asked about a message, what designates, how precise that is, and whether the one fits the other.
"""
