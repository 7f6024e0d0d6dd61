"""Takes what lists of others say into a register, without touching what an editor wrote."""
