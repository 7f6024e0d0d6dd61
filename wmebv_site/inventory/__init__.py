"""Everything a municipality has: what is used, wanted and designated, and what each channel lives up to."""
