"""Which statutory clocks run for a need, from when, until when? Pure; reads definitions/law."""
