"""How the site looks: the house style of a municipality, and whether it can be read."""
