"""What the law and good order ask of a register: one function for each rule."""
