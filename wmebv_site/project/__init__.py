"""The folder on disk: read it, its settings, the day, write a file whole or not at all, begin one."""
