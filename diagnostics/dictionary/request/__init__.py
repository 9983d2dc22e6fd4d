"""What a client is asked to bring, made from KPIs, evidence and playbook 「资料清单」."""
