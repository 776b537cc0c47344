"""What is handed out with a version: `make release`."""
