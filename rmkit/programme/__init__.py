"""The steps: one module a step, joining all the rooms below."""
