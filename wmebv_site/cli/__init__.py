"""The command ``wmebv``: what a person can ask, and how the answer leaves.

app            All commands together, and how each of them ends.
base           What municipalities share, beside what one of them says otherwise: ``wmebv base``.
build          Making the website and looking at it: ``wmebv build`` and ``wmebv preview``.
changes        What a change means for residents: ``wmebv changes``.
check          What the registers must be, and whether they are: ``wmebv check`` and ``wmebv schema``.
compare        What others say of the products, beside the register: ``wmebv compare``.
decision       The life of a decision: ``wmebv decision`` and ``wmebv announce``.
decision_new   A decision to start from: ``wmebv decision new``.
doctor         What is here, what is missing, and what to type for it: ``wmebv doctor``.
documents      Documents for an employee: what ``wmebv decision documents`` and ``wmebv policy documents`` share.
explain        Every kind of diagnostic with its title and its explanation: ``wmebv explain``.
export         The data in another form: ``wmebv export``.
findings       What a check has to tell, in words and numbers that are the same in every format, with the line each is about.
fleet          Many municipalities at once: ``wmebv fleet``.
fleet_harvest  The data of all municipalities of a list in one place: ``wmebv fleet harvest``.
fleet_merge    Municipalities that merge into one: ``wmebv fleet merge``.
fleet_query    One question to all municipalities of a harvest: ``wmebv fleet query``.
fleet_site     One website about all municipalities of a harvest: ``wmebv fleet site``.
formats        A report of diagnostics in each format: for a person, for another program, for GitHub, for GitLab and as SARIF.
imports        Taking lists of others into the registers: ``wmebv import`` and ``wmebv upl``.
init           Beginning a project: ``wmebv init``.
links          Are the addresses of the registers still there: ``wmebv links``.
migrate        Bringing registers to the shape that this version reads: ``wmebv migrate``.
options        What commands share: their options, the project they work on, and how they name what isn't there.
outage         Telling that a channel does not work: ``wmebv outage``.
policy         Everything about policies: ``wmebv policy``.
products       Where the products stand, in one list or each in a file of its own: ``wmebv products``.
publish        Putting the website on a server: ``wmebv publish``.
report         Writes how far the municipality is as a report: ``wmebv report``.
status         Shows how far the municipality is in twelve lines, or what happens within some days: ``wmebv status``.
terminal       How the command speaks: click in Dutch, and the terminal, file or pipe that an answer goes to.
"""
