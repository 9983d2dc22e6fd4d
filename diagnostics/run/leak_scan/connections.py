"""What opens a database or a service 「连接字符串与口令」."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SCHEMES = (
    "postgres|postgresql|mysql|mariadb|mssql|sqlserver|oracle|mongodb|redis|rediss|amqp|amqps|kafka|clickhouse|hive"
    "|impala|presto|trino|snowflake|redshift|bigquery|db2|sqlite|duckdb|ldap|ldaps|ftp|sftp|smb|ssh|s3|s3a|oss|cos|hdfs"
    "|ws|wss|spark|jdbc|odbc"
)
_KEY = (
    "password|passwd|pwd|passphrase|secret|secret[_-]?key|api[_-]?key|apikey|access[_-]?key(?:[_-]?(?:id|secret))?"
    "|auth[_-]?token|access[_-]?token|bearer|private[_-]?key|client[_-]?secret|口令|密码|密钥"
)
_WORDS = (
    "server|data source|host|hostaddr|dbname|database|initial catalog|uid|user id|user|username|port|driver|dsn|sslmode"
)
_CONNECTION = re.compile(
    "|".join(
        (
            rf"\b(?:{_SCHEMES})(?:\+[a-z0-9]+)?(?::[a-z0-9]+)?://[^\s<>\"']+",
            r"\b[a-z][a-z0-9+.\-]{1,20}://[^\s/:@<>\"']+:[^\s/@<>\"']*@[^\s<>\"']+",
            r"\bjdbc:[a-z0-9]+:[^\s<>\"']+",
            rf"(?<![a-z])(?:{_KEY})[\"']?\s?(?:=|:|：|是)\s?[\"']?[^\s\"'<>，。；、]{{3,}}",
            rf"(?<![a-z])(?:{_WORDS})\s?=\s?[^;\s<>]+(?:\s?;\s?|\s)"
            r"(?:[a-z _]{2,20}\s?=\s?[^;\s<>]+(?:\s?;\s?|\s|$))+",
            r"\b(?:authorization\s?:\s?)?(?:basic|bearer)\s[a-z0-9+/_.=\-]{16,}",
        )
    ),
    re.IGNORECASE,
)


def connections(text: str) -> Iterator[tuple[int, int]]:
    """Spans of connection strings and of passwords with what they are called 「连接字符串」.

    Examples
    --------
    >>> told = "postgresql://li:pw@db/pay 与 password=hunter2;见 https://a.cn/x"
    >>> [told[start:end] for start, end in connections(told)]
    ['postgresql://li:pw@db/pay', 'password=hunter2;见']
    """
    for found in _CONNECTION.finditer(text):
        yield found.span()
