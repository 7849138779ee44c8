"""Oikea ovi: the open digital sote-centre of a wellbeing services county."""
