from tests.dictionary.playbooks.conftest import firm, following  # noqa: F401 (fixtures of playbooks)
