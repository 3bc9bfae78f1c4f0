"""Figures: numbers, sums, quantities, times and dates found, compared, told in the other language, put right in an answer."""
