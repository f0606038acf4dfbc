-- Rejected events, kept without personal data until somebody has seen to them. `id` is a hash of key and event, so the same bad
-- event delivered again leaves the same state: only its first and last reception are known, never how often it came.
CREATE TABLE IF NOT EXISTS quarantine
(
	id              String                                              COMMENT 'hash of the key and the event as kept',
	key             SimpleAggregateFunction(any, LowCardinality(String)) COMMENT 'name of the key it came with',
	via             SimpleAggregateFunction(any, LowCardinality(String)) COMMENT 'a door it came by: websocket, http, source:NAME',
	source          SimpleAggregateFunction(any, LowCardinality(String)) COMMENT 'as the event says; empty: not said, or no text',
	event_id        SimpleAggregateFunction(any, String)                COMMENT 'the source''s own id of the event',
	type            SimpleAggregateFunction(any, LowCardinality(String)) COMMENT 'as the event says',
	customer        SimpleAggregateFunction(any, String)                COMMENT 'pseudonym (keyed hash) of the customer; empty: not said',
	refused         SimpleAggregateFunction(max, Tuple(at DateTime64(3, 'UTC'), reason String, path String, detail String))
		COMMENT 'what was wrong when it came last',
	event           SimpleAggregateFunction(any, String)                COMMENT 'the event as JSON: fields of the contract alone, the customer as a pseudonym',
	cut             SimpleAggregateFunction(max, Bool)                  COMMENT 'something was too long to be kept whole',
	dropped         SimpleAggregateFunction(any, Array(String))         COMMENT 'paths of fields whose values were not kept',
	simulated       UInt8 MATERIALIZED source = 'touchstone/simulator'  COMMENT '1: simulated traffic, removable as a whole',
	first_received  SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
	last_received   SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
	reason          String ALIAS refused.reason                         COMMENT 'invalid, unknown_type, too_large, forbidden_team',
	path            String ALIAS refused.path                           COMMENT 'the field, as data.score; empty: the event as a whole',
	detail          String ALIAS refused.detail                         COMMENT 'what was expected'
)
ENGINE = AggregatingMergeTree
PARTITION BY simulated
ORDER BY id;

-- What became of them, in order of `at`. Nothing is changed in place: the latest word counts.
CREATE TABLE IF NOT EXISTS quarantine_outcomes
(
	id         String                       COMMENT 'the row of quarantine',
	at         DateTime64(3, 'UTC'),
	outcome    LowCardinality(String)       COMMENT 'accepted, duplicate, rejected: replayed; dismissed; reopened: a dismissal undone',
	action     String                       COMMENT 'outcomes of one action of a person carry the same; a dismissal is undone by it',
	by         LowCardinality(String)       COMMENT 'who acted',
	edited     Bool                         COMMENT 'the event was changed before it was replayed',
	reason     LowCardinality(String)       COMMENT 'rejected: why now',
	path       String                       COMMENT 'rejected: the field',
	detail     String                       COMMENT 'rejected: what was expected',
	simulated  UInt8                        COMMENT '1: simulated traffic, removable as a whole'
)
ENGINE = ReplacingMergeTree
PARTITION BY simulated
ORDER BY (id, at, outcome, action);

-- Each rejected event once, with what was wrong when it was last judged, and how it stands: open, replayed or dismissed. One
-- that comes again after it was settled is open again. `problem` groups rows with the same thing wrong in the same source.
CREATE VIEW IF NOT EXISTS quarantine_rows AS
SELECT
	kept.id AS id,
	key,
	via,
	source,
	event_id,
	type,
	event,
	cut,
	dropped,
	kept.simulated AS simulated,
	first_received,
	last_received,
	if(judged_at >= last_received, verdict, (refused.reason, refused.path, refused.detail)).1 AS reason,
	if(judged_at >= last_received, verdict, (refused.reason, refused.path, refused.detail)).2 AS path,
	if(judged_at >= last_received, verdict, (refused.reason, refused.path, refused.detail)).3 AS detail,
	if(match(path, '\\.\\d'), replaceRegexpAll(path, '\\.\\d+', '.*'), path) AS place,
	multiIf(
		done_at < last_received, 'open',
		done IN ('accepted', 'duplicate'), 'replayed',
		done = 'dismissed', 'dismissed',
		'open') AS state,
	if(state = 'open', NULL, done_at) AS settled_at,
	lower(hex(sipHash64(reason, place, detail, toString(source), toString(key)))) AS problem
FROM (SELECT *, simulated FROM quarantine FINAL) AS kept
LEFT JOIN
(
	SELECT
		id,
		argMaxIf((toString(reason), path, detail), at, outcome = 'rejected' AND NOT edited) AS verdict,
		maxIf(at, outcome = 'rejected' AND NOT edited)                                     AS judged_at,
		argMaxIf(toString(outcome), (at, outcome), outcome != 'rejected')                  AS done,
		maxIf(at, outcome != 'rejected')                                                   AS done_at
	FROM quarantine_outcomes
	GROUP BY id
) AS outcomes ON kept.id = outcomes.id;

-- What waits to be seen to.
CREATE VIEW IF NOT EXISTS quarantined AS
SELECT *
FROM quarantine_rows
WHERE state = 'open';
