# The converter; later the daemon and the old commands.
