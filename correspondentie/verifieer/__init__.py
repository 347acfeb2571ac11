"""Proves what left the house: each document whole and made again, each zending with its receipt."""
