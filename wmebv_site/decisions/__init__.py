"""The life of a decision, from draft to history: draft, freeze, compare, announce; policies and outages likewise.

announce     Writes the announcements of one decision in short sentences, as Markdown that an editor goes on with.
changes      What a change of the registers means for residents, and from which day: as text, as Markdown and as data.
comparison   Tells the differences between two views in Dutch: as text, as Markdown, as data and as a page.
corrected    Tells what a corrected annex says otherwise than the one before: of each message and channel, from what to what.
drafting     Writes the draft of a decision: title, front matter, preamble, articles and signatures, and what the editor must know.
freeze       Freezes a decision, or says why it can't be: makes its annex, one row for each message, and says so in the decision.
legal_words  The words of a decision: how legislation names bodies, messages, channels and its own articles.
numbering    Gives the provisions of a decision their article and member, by the numbers that the registers expect.
outages      Begins and ends outages in ``content/storingen/``: the new text is judged before it is written.
policies     Drafts the duty-of-care policy from the register: per target group the barrier, the support and what is asked.
provisions   What a decision has to say, read from the registers: its provisions, further requirements, and what it amends.
scope        Which rules of the registers a new decision has to carry, and for which bodies.
"""
