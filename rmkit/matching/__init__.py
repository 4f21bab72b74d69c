"""Who meets whom: criteria, rules, exact assignment, explanation."""
