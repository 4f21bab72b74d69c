"""How far people moved, how two groups differ, and how sure that is."""
