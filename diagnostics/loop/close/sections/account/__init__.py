"""Sections: what the measures cost, brought, and become 「措施的账」."""
