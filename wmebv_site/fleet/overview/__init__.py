"""The website over many municipalities: what their harvest answers, as pages.

answers    All that the overview asks of a harvest: each named question once, its rows as what the pages tell.
changes    What changed lately: the page with every municipality at which something did, and what it was at each.
coverage   The pages on how far municipalities are: the home page with its map, the list of all by province, and one of each.
downloads  The answers as files, with the page that leads to them: each as CSV and as JSON, the harvest itself, and their sums.
phrases    What the pages of the overview share: their addresses, and how kinds, numbers and shares are said.
products   The pages on products over all municipalities: the list, one page of each, and the twenty that many people need.
provinces  The twelve provinces as a map of tiles: where each stands, what is said in it, and how much of its bar is filled.
publisher  Who publishes the overview, and how it looks: the settings for it in ``fleet.yaml``, and the files that they name.
skeleton   The overview of many municipalities as a website: its pages in the skeleton of every site, its style, and its downloads.
"""
