"""What comes in from and goes out to other systems? One folder per direction."""
