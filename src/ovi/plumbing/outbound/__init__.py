"""How does something leave the house? By e-mail, text message or Suomi.fi message, each by its own protocol."""
