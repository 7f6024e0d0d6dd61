"""Runs the command line as ``python -m wmebv_site``."""

from wmebv_site.cli.app import main

main()
