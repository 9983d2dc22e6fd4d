"""What is suspected and what speaks for it: causes, interviews, whys; read and held to the other files 「证据」."""
