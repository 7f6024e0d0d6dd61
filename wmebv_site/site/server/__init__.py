"""What a web server must know: headers, addresses and where to report a weakness.

headers       What goes with every answer of the web server: security headers, how long to keep it, and what it is.
security_txt  The file security.txt, which tells where to report a weakness (RFC 9116).
server_files  The headers and addresses of the site as settings for nginx, for Apache and for static hosts.
"""
