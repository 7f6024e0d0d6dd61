"""How the site looks: the house style of a municipality, and whether it can be read.

bridge       What a house style may set, the tokens of the NL Design System that say it, and how much two colours must differ.
house_style  Makes our own style from the design tokens of a municipality, and judges whether it can be read.
identity     Judges which house style, logo and favicon the settings name, and tells the skeleton of them.
looks        Gives each property of our style its value: the municipality's, one that goes with it, or ours, moved until it can be read.
theme        Where the templates and styles stand: the municipality's own first, then ours.
tokens       Reads the custom properties of a CSS file, each with its place, and what each comes to.
"""
