"""What field work adds up to: losses, agreement of coders, kinds of evidence beside each other 「现场调查」."""
