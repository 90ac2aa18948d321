"""`python -m caresheet` is the same as `caresheet`."""

from caresheet.cli.main import main

if __name__ == "__main__":
    main()
