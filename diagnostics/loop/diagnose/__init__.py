"""Step 2: how large the gap is and where it comes from 「精准诊断」."""
