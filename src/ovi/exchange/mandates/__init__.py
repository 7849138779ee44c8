"""Whom has somebody mandated this person to act for? The mandate register (Suomi.fi-valtuudet) is asked."""
