"""How things look; takes frames, knows no KPI 「外观」."""
