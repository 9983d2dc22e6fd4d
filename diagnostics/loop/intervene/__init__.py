"""Step 3: measures with owner, date and measure 「协同干预」."""
