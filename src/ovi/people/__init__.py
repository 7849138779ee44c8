"""Who is who? Residents, professionals, accounts, roles, memberships."""
