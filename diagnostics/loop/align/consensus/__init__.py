"""How far management and staff agree, measured before and after the workshop 「共识度量」."""
