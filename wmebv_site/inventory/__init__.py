"""How far a municipality is: what is used, wanted and in force, what each channel lives up to, and what to do first."""
