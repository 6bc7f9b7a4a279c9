"""The command `scaleway-genapi-mock`: arguments in, lines and an exit code out."""
