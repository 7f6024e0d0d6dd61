"""What a web server must know: headers, addresses and where to report a weakness.

headers       The headers of every answer, whatever the web server: security, how long to keep it, and what it is.
object_store  Writes how the website comes into an object store, as a script: in the right order, and each file as what it is.
security_txt  The file security.txt, which tells where to report a weakness (RFC 9116).
server_files  Writes those headers, and the addresses of the site, as settings for nginx, for Apache and for static hosts.
"""
