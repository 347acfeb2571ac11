"""The web application in which communication staff write, check and release the letters."""
