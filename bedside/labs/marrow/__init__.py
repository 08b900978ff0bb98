"""Chemotherapy and the count over time: a model of the marrow of a typical patient, and of made-up others."""
