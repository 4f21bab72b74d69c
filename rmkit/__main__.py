"""`python -m rmkit` is the same as `rmkit`."""

from rmkit.cli import run

if __name__ == "__main__":
    run()
