"""The questions to all municipalities, in SQL that DuckDB and SQLite understand alike, with the order of the rows."""

from __future__ import annotations

from collections.abc import Mapping

_MESSAGES = """\
messages AS (
  SELECT municipality, product, coalesce(upl, product) AS subject, message, min(name) AS product_name,
    min(answered) AS answered, max(fallback) AS fallback
  FROM now
  WHERE needed = 1
  GROUP BY municipality, product, coalesce(upl, product), message
)"""
"""The messages that need a channel: one has a channel when all its audiences have."""


def _share(part: str, whole: str) -> str:
    """In percents with one decimal, rounded down, so that only what is complete is 100; the same numbers in both engines."""
    return f"CASE WHEN {whole} > 0 THEN CAST((1000 * {part} - (1000 * {part}) % {whole}) / {whole} AS INTEGER) / 10.0 END"


_HELD = """\
known_from <= $known AND (known_until IS NULL OR $known < known_until)
    AND (begin IS NULL OR begin <= {0}) AND (until IS NULL OR {0} < until)"""
_ASKED = """\
parts(number, subject, rest) AS (
  SELECT 0, '', $products || '|'
  UNION ALL
  SELECT number + 1, substr(rest, 1, instr(rest, '|') - 1), substr(rest, instr(rest, '|') + 1)
  FROM parts
  WHERE rest <> ''
),
asked AS (SELECT min(number) AS number, subject FROM parts WHERE subject <> '' GROUP BY subject)"""
_COUNTED = f"""\
WITH {_MESSAGES},
counted AS (
  SELECT municipality, count(*) AS needed, sum(answered) AS answered,
    sum(CASE WHEN answered = 1 AND fallback = 1 THEN 1 ELSE 0 END) AS fallback
  FROM messages
  GROUP BY municipality
)"""
_CALLED = """\
called AS (
  SELECT subject, product_name,
    row_number() OVER (PARTITION BY subject ORDER BY count(DISTINCT municipality) DESC, product_name) AS place
  FROM messages
  GROUP BY subject, product_name
)"""
"""What most municipalities call a product stands first: no single one names it for all."""
_OF_SUBJECT = f"""\
WITH {_MESSAGES},
{_CALLED},
counted AS (
  SELECT municipality, subject, count(*) AS needed, sum(answered) AS answered
  FROM messages
  GROUP BY municipality, subject
)"""
_ABOUT_ONE = """\
WITH messages AS (
  SELECT municipality, product, message, min(name) AS product_name,
    max(needed) AS needed, min(CASE WHEN needed = 1 THEN answered END) AS answered,
    max(CASE WHEN needed = 1 THEN fallback END) AS fallback
  FROM now
  WHERE coalesce(upl, product) = $product
  GROUP BY municipality, product, message
),
counted AS (
  SELECT municipality, min(product_name) AS product_name, sum(needed) AS needed, sum(answered) AS answered,
    sum(CASE WHEN answered = 1 AND fallback = 1 THEN 1 ELSE 0 END) AS fallback
  FROM messages
  GROUP BY municipality
),
standing AS (
  SELECT m.code, m.name, m.province, c.product_name,
    coalesce(c.needed, 0) AS needed, coalesce(c.answered, 0) AS answered, coalesce(c.fallback, 0) AS fallback,
    CASE
      WHEN m.built_for IS NULL THEN 'geen data'
      WHEN c.municipality IS NULL THEN 'niet in het register'
      WHEN c.needed = 0 THEN 'niet nodig'
      WHEN c.answered = c.needed THEN 'ja'
      WHEN c.answered > 0 THEN 'deels'
      ELSE 'nee'
    END AS channel
  FROM municipalities m LEFT JOIN counted c ON c.municipality = m.code
)"""
_ALL_ASKED = f"""\
WITH RECURSIVE {_ASKED},
messages AS (
  SELECT municipality, product, coalesce(upl, product) AS subject, message, min(name) AS product_name,
    min(answered) AS answered
  FROM now
  WHERE needed = 1 AND coalesce(upl, product) IN (SELECT subject FROM asked)
  GROUP BY municipality, product, coalesce(upl, product), message
),
{_CALLED},
counted AS (
  SELECT municipality, subject, count(*) AS needed, sum(answered) AS answered
  FROM messages
  GROUP BY municipality, subject
),
pairs AS (
  SELECT m.code, m.name, m.province, a.number, a.subject, n.product_name,
    CASE WHEN c.needed > 0 THEN 1 ELSE 0 END AS there,
    CASE WHEN c.answered = c.needed THEN 1 ELSE 0 END AS complete,
    CASE WHEN c.answered > 0 THEN 1 ELSE 0 END AS partly
  FROM municipalities m CROSS JOIN asked a
  LEFT JOIN counted c ON c.municipality = m.code AND c.subject = a.subject
  LEFT JOIN called n ON n.subject = a.subject AND n.place = 1
  WHERE m.built_for IS NOT NULL
)"""
_FIRST, _LAST = (_HELD.format(f"${name}").partition("\n    AND ")[2] for name in ("first", "last"))
_SUMMED = f"""\
count(*) AS municipalities, sum(CASE WHEN m.built_for IS NOT NULL THEN 1 ELSE 0 END) AS with_data,
  coalesce(sum(c.needed), 0) AS needed, coalesce(sum(c.answered), 0) AS answered,
  {_share("sum(c.answered)", "sum(c.needed)")} AS share,
  sum(CASE WHEN c.answered = c.needed THEN 1 ELSE 0 END) AS complete
FROM municipalities m LEFT JOIN counted c ON c.municipality = m.code"""

SQL: Mapping[str, str] = {
    "samen": f"{_COUNTED}\nSELECT {_SUMMED}",
    "dekking": f"""{_COUNTED}
SELECT m.code, m.name, m.province, coalesce(c.needed, 0) AS needed, coalesce(c.answered, 0) AS answered,
  {_share("c.answered", "c.needed")} AS share, m.built_for
FROM municipalities m LEFT JOIN counted c ON c.municipality = m.code
ORDER BY m.name, m.code""",
    "dekking-provincie": f"""{_COUNTED}
SELECT m.province, {_SUMMED}
GROUP BY m.province
ORDER BY m.province IS NULL, m.province""",
    "producten": f"""{_OF_SUBJECT}
SELECT c.subject, n.product_name, count(*) AS municipalities,
  sum(c.needed) AS needed, sum(c.answered) AS answered, {_share("sum(c.answered)", "sum(c.needed)")} AS share,
  sum(CASE WHEN c.answered = c.needed THEN 1 ELSE 0 END) AS complete
FROM counted c JOIN called n ON n.subject = c.subject AND n.place = 1
GROUP BY c.subject, n.product_name
ORDER BY c.subject""",
    "product": f"""{_ABOUT_ONE}
SELECT code, name, province, product_name, channel, needed, answered, fallback
FROM standing
ORDER BY name, code""",
    "product-berichten": """\
SELECT m.code, m.name, n.product, n.message, n.kind, n.audience, n.official, n.needed, n.answered, n.state, n.fallback,
  w.channel, w.name AS channel_name, w.kind AS channel_kind, n.source, n.article, n.begin, n.until
FROM now n
JOIN municipalities m ON m.code = n.municipality
LEFT JOIN ways w ON w.municipality = n.municipality AND w.product = n.product AND w.message = n.message
  AND w.audience = n.audience AND w.position = 1
WHERE coalesce(n.upl, n.product) = $product
ORDER BY m.name, m.code, n.product, n.message, n.audience""",
    "zonder": f"""{_ABOUT_ONE}
SELECT code, name, province, product_name, channel, needed, answered
FROM standing
WHERE channel IN ('nee', 'deels')
ORDER BY channel DESC, name, code""",
    "restkanaal": f"""{_COUNTED}
SELECT m.code, m.name, m.province, c.needed, c.answered, c.fallback, {_share("c.fallback", "c.answered")} AS share
FROM municipalities m JOIN counted c ON c.municipality = m.code
ORDER BY m.name, m.code""",
    "kanalen": """\
WITH used AS (
  SELECT DISTINCT w.kind, w.municipality, w.channel, w.product, w.message
  FROM ways w
  JOIN now n ON n.municipality = w.municipality AND n.product = w.product AND n.message = w.message
    AND n.audience = w.audience
  WHERE n.needed = 1
),
channels AS (SELECT DISTINCT kind, municipality, channel FROM used),
messages AS (SELECT DISTINCT kind, municipality, product, message FROM used)
SELECT k.kind,
  (SELECT count(DISTINCT c.municipality) FROM channels c WHERE c.kind = k.kind) AS municipalities,
  (SELECT count(*) FROM channels c WHERE c.kind = k.kind) AS channels,
  (SELECT count(*) FROM messages c WHERE c.kind = k.kind) AS messages
FROM (SELECT DISTINCT kind FROM channels) k
ORDER BY k.kind""",
    "op-datum": f"""\
WITH messages AS (
  SELECT municipality, product, message, min(answered) AS answered
  FROM intervals
  WHERE needed = 1 AND {_HELD.format("$day")}
  GROUP BY municipality, product, message
),
counted AS (
  SELECT municipality, count(*) AS needed, sum(answered) AS answered
  FROM messages
  GROUP BY municipality
),
listed AS (
  SELECT code, name, province FROM municipalities
  UNION ALL
  SELECT municipality, municipality, NULL FROM counted WHERE municipality NOT IN (SELECT code FROM municipalities)
)
SELECT m.code, m.name, m.province, coalesce(c.needed, 0) AS needed, coalesce(c.answered, 0) AS answered,
  {_share("c.answered", "c.needed")} AS share
FROM listed m LEFT JOIN counted c ON c.municipality = m.code
ORDER BY m.name, m.code""",
    "per-maand": f"""\
WITH RECURSIVE numbers(number) AS (
  SELECT CAST(substr($first, 1, 4) AS INTEGER) * 12 + CAST(substr($first, 6, 2) AS INTEGER) - 1
  UNION ALL
  SELECT number + 1
  FROM numbers
  WHERE number < CAST(substr($last, 1, 4) AS INTEGER) * 12 + CAST(substr($last, 6, 2) AS INTEGER) - 1
),
months AS (
  SELECT CAST(CAST((number - number % 12) / 12 AS INTEGER) AS VARCHAR) || '-'
    || substr(CAST(101 + number % 12 AS VARCHAR), 2) || '-01' AS day
  FROM numbers
),
stories AS (
  SELECT sum, audience, begin, until, answered, count(*) AS messages
  FROM intervals
  WHERE needed = 1 AND known_until IS NULL
  GROUP BY sum, audience, begin, until, answered
),
held AS (
  SELECT m.day, s.sum, min(s.answered) AS answered, max(s.messages) AS messages
  FROM months m
  JOIN stories s ON (s.begin IS NULL OR s.begin <= m.day) AND (s.until IS NULL OR m.day < s.until)
  GROUP BY m.day, s.sum
)
SELECT day, sum(messages) AS needed, sum(answered * messages) AS answered,
  {_share("sum(answered * messages)", "sum(messages)")} AS share
FROM held
GROUP BY day
ORDER BY day""",
    "wijzigingen": f"""\
WITH parts AS (
  SELECT municipality, product, message,
    max(CASE WHEN {_FIRST} THEN answered END) AS before,
    max(CASE WHEN {_FIRST} THEN state END) AS state_before,
    max(CASE WHEN {_FIRST} THEN channels END) AS channels_before,
    max(CASE WHEN {_LAST} THEN answered END) AS after,
    max(CASE WHEN {_LAST} THEN state END) AS state_after,
    max(CASE WHEN {_LAST} THEN channels END) AS channels_after
  FROM intervals
  WHERE needed = 1 AND known_until IS NULL AND ({_FIRST} OR {_LAST})
  GROUP BY municipality, product, message, audience
),
messages AS (
  SELECT municipality, product, message, min(before) AS before, min(after) AS after,
    max(CASE WHEN coalesce(state_before, '') <> coalesce(state_after, '')
      OR coalesce(channels_before, '') <> coalesce(channels_after, '') THEN 1 ELSE 0 END) AS changed
  FROM parts
  GROUP BY municipality, product, message
)
SELECT m.code, m.name, m.province, count(c.before) AS needed_before, coalesce(sum(c.before), 0) AS answered_before,
  count(c.after) AS needed, coalesce(sum(c.after), 0) AS answered, sum(c.changed) AS changed
FROM messages c JOIN municipalities m ON m.code = c.municipality
GROUP BY m.code, m.name, m.province
HAVING sum(c.changed) > 0
ORDER BY m.name, m.code""",
    "wijzigingen-berichten": f"""\
WITH changes AS (
  SELECT municipality, product, message, audience,
    max(CASE WHEN {_FIRST} THEN state END) AS state_before,
    max(CASE WHEN {_FIRST} THEN channels END) AS channels_before,
    max(CASE WHEN {_LAST} THEN state END) AS state_after,
    max(CASE WHEN {_LAST} THEN channels END) AS channels_after
  FROM intervals
  WHERE needed = 1 AND known_until IS NULL AND ({_FIRST} OR {_LAST})
    AND NOT ({_FIRST} AND {_LAST})
  GROUP BY municipality, product, message, audience
)
SELECT m.code, m.name, coalesce(n.upl, c.product) AS subject, c.product, n.name AS product_name, c.message, n.kind, c.audience,
  c.state_before, c.channels_before, c.state_after, c.channels_after
FROM changes c
JOIN municipalities m ON m.code = c.municipality
LEFT JOIN now n ON n.municipality = c.municipality AND n.product = c.product AND n.message = c.message
  AND n.audience = c.audience
WHERE coalesce(c.state_before, '') <> coalesce(c.state_after, '')
  OR coalesce(c.channels_before, '') <> coalesce(c.channels_after, '')
ORDER BY m.name, m.code, c.product, c.message, c.audience""",
    "twintig": f"""{_ALL_ASKED},
per_municipality AS (SELECT code, count(*) AS asked, sum(complete) AS complete FROM pairs GROUP BY code)
SELECT (SELECT count(*) FROM asked) AS products, (SELECT count(*) FROM per_municipality) AS municipalities,
  count(*) AS pairs, coalesce(sum(there), 0) AS there, coalesce(sum(complete), 0) AS answered,
  coalesce(sum(partly), 0) AS partly, {_share("sum(complete)", "count(*)")} AS share,
  (SELECT count(*) FROM per_municipality WHERE complete = asked) AS complete
FROM pairs""",
    "twintig-gemeenten": f"""{_ALL_ASKED}
SELECT code, name, province, count(*) AS asked, sum(there) AS there, sum(complete) AS answered,
  CASE WHEN sum(complete) = count(*) THEN 1 ELSE 0 END AS complete
FROM pairs
GROUP BY code, name, province
ORDER BY name, code""",
    "twintig-producten": f"""{_ALL_ASKED}
SELECT subject, coalesce(min(product_name), subject) AS product_name, count(*) AS municipalities, sum(there) AS there,
  sum(complete) AS answered, sum(partly) AS partly, {_share("sum(complete)", "count(*)")} AS share
FROM pairs
GROUP BY number, subject
ORDER BY number""",
    "oogst": """\
SELECT code, name, province, fictitious, url, state, since, why, harvested, built_for
FROM municipalities
ORDER BY name, code""",
    "producten-gemeenten": f"""WITH {_MESSAGES}
SELECT municipality AS code, subject, count(*) AS needed, sum(answered) AS answered,
  sum(CASE WHEN answered = 1 AND fallback = 1 THEN 1 ELSE 0 END) AS fallback
FROM messages
GROUP BY municipality, subject
ORDER BY municipality, subject""",
    "ontbreekt": """\
WITH messages AS (
  SELECT municipality, product, coalesce(upl, product) AS subject, message, kind, min(answered) AS answered,
    CASE WHEN min(answered) = 1 AND max(fallback) = 1 THEN 1 ELSE 0 END AS fallback
  FROM now
  WHERE needed = 1
  GROUP BY municipality, product, coalesce(upl, product), message, kind
)
SELECT municipality AS code, subject, product, message, kind, answered, fallback
FROM messages
WHERE answered = 0 OR fallback = 1
ORDER BY municipality, subject, product, message""",
    "kanalen-producten": """\
SELECT DISTINCT n.municipality AS code, coalesce(n.upl, n.product) AS subject, w.kind
FROM now n
JOIN ways w ON w.municipality = n.municipality AND w.product = n.product AND w.message = n.message
  AND w.audience = n.audience
WHERE n.needed = 1
ORDER BY n.municipality, coalesce(n.upl, n.product), w.kind""",
}
"""By the name of the question."""
