"""What a resident reads: pages, feeds and search, as files for any renderer; house style, and headers of a web server.

across         The pages that gather messages across products, by subject: bezwaar, klacht and other messages.
acting         How someone acts for another: the steps, at which channels it works, and the letter in which one says so.
artifact       A page that has been made: its address, what the skeleton must know of it, and its HTML.
authorities    Who decides on a message, as pages say it: where that body is reached without internet, and what is said in its name.
beside         Makes what stands around and beside the pages from the settings of a site, for whichever renderer has them.
build          Makes every page of a site, what stands around them, and the files beside them.
changes        The page with what changed, each in a sentence or two that stay true, and the feeds with it: Atom and JSON Feed.
channels       The pages of channels: all of them, and what each is for.
counter        One sheet for each product, for who helps people at the counter or on the telephone: the answers of its page, printable.
decisions      The pages of decisions: the time line, each decision where it stands with its text, and its annex.
documents      Makes the documents of decisions: those that the site offers, and those that an employee asks for.
edit_links     Where an editor finds a place of the project: at GitHub, GitLab, Forgejo, Bitbucket, Azure DevOps, or as a template says.
english        The page in English: what this site is, how one sends a message, which forms are in English, and who helps.
entrances      How a channel looks: a button for each way in, what it takes, and what one gets back.
histories      Along which ways the messages of a product went, from now back: its history, and which rule brought a channel.
home           The home page, and the page that says what this site is.
inspection     Gathers what is wrong with a project and the site that it asks for, so that check, build and export find the same.
leaks          Looks through a built website for what is not for visitors, whichever program made it.
look           How the site looks: the house style of a municipality, and whether it can be read.
messages       How one type of message looks, wherever it stands: the same on the page of its product and where messages are gathered.
one_page       What the messages of one page share, said once: which of them stands open, what holds for more, and by which rules.
open_data      The page about the register as data, in Dutch and in English: which files there are, and how one uses them.
opening_hours  When help is open: what a week and the days that differ from it look like, in data and in Dutch.
outages        What is said of an outage: on its page, on those of what it touches, in the feed, and in the file that renews them.
policies       The pages of policies: what a municipality adopted about help and about its channels.
products       The pages of products: A to Z, by domain and audience, each product with its history, and which channel held on a day.
prose          Turns the municipality's own Markdown into HTML that can hold no script, with links to pages and to articles of decisions.
render         Renders our templates: every value is escaped, and a value that is not there is an error.
search         The search index: what every page is called, in the words of the municipality and of those who look for it.
server         What a web server must know: headers, addresses and where to report a weakness.
site           What all pages share: the register, what holds today, what is coming, and the way to each address.
support        The pages of support: by what is difficult, by how and by where, each form of help, and when it is open.
views          What the templates read: plain frozen shapes, documented on top of each component of the theme.
woo            The sitemap through which the Woo-index finds the decisions, with their metadata (DiWoo 0.9.8).
words          The Dutch words that several pages say: periods, acts, logins, and the sentences that the law lets one print.
"""
