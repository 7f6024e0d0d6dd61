"""What follows from a register: which channel is wanted, which holds on a day and since when, what differs, what is missing."""
