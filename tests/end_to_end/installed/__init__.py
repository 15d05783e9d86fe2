"""The command as it is installed, with the real model."""
