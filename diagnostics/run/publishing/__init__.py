"""What is published: pages from aggregates alone, scanned, placed all or none, with a manifest 「发布」."""
