"""The lab anc: from a lab report to the neutrophil count, its names, and its place among many."""
