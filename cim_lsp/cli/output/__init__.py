"""How findings are told: one file a format. Each is a generator of text over verdicts that it reads once."""
