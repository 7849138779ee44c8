"""Who works here, and what may they be trusted with? For now competences with validity, and caps on caseloads."""
