"""What a municipality writes: YAML with places, the words of the registers, one whole ``Register`` or all mistakes."""
