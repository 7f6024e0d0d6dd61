"""The life of a decision, from draft to history: draft, freeze, compare, announce; policies and outages likewise."""
