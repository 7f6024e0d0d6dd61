"""Measures what checking and building cost, as ratios within one run, and how heavy the pages are."""
