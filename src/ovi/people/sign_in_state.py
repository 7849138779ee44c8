"""What does the session remember of a sign-in? Names of its keys; the rows are in people.models.signing."""

from __future__ import annotations

SIGN_IN = "ovi_sign_in"  # the row of this sign-in
LEVEL = "ovi_level"  # its level of assurance, so that no request asks the row
ON_BEHALF = "ovi_on_behalf"  # "guardian:12": by which right one acts for another, or "help:3"
SAML = "ovi_saml"  # what signing out at the SAML provider needs
