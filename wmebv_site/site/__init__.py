"""What a resident reads: pages, feeds and search, as files for any renderer."""
