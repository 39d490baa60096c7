# One agent is one file and one word here.
