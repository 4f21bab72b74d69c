"""How the data samples are made: the samples, their clean tables, and the tools' own exports."""
