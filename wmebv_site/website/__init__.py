"""The website of a project on disk: built, shown on this machine, or written for any renderer; whole or not at all.

building   Builds the website of a project in a folder, on a day and with a renderer: whole or not at all.
exporting  Writes the pages of a project for any renderer, its data, or the settings of a web server to a folder: whole or not at all.
renderers  The programs that put a skeleton around pages: where each is found, and what it says, told in Dutch.
serving    Shows the website of a project on this machine alone, made again at every change, until somebody stops it.
"""
