"""How the texts of the letters are written, checked and released by those who write to citizens."""
