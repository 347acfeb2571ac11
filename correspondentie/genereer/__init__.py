"""Made-up households for trying, testing and measuring; nobody in them exists."""

from correspondentie.genereer.populatie import generate_populatie, write_populatie

__all__ = ["generate_populatie", "write_populatie"]
