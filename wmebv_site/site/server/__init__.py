"""What a web server must know: headers, addresses and where to report a weakness."""
