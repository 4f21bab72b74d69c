"""rmkit: an open workbench for reverse mentoring programmes."""
