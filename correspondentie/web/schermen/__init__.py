"""One module per screen: what it shows, and what may be done there."""
