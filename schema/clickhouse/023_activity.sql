-- Activity also knows where it was, as its own event says, and what it was worth. All of it can be told again: a column that is
-- there is not added twice, and rows of events that are still told are written anew.
ALTER TABLE customer_activity
	ADD COLUMN IF NOT EXISTS team     LowCardinality(String) COMMENT 'as on the event; empty: not said',
	ADD COLUMN IF NOT EXISTS agent    LowCardinality(String) COMMENT 'as on the event; empty: not said',
	ADD COLUMN IF NOT EXISTS channel  LowCardinality(String) COMMENT 'as on the event; empty: not said',
	ADD COLUMN IF NOT EXISTS tier     LowCardinality(String) COMMENT 'as on the event; empty: not said',
	ADD COLUMN IF NOT EXISTS topic    LowCardinality(String) COMMENT 'as on the event; empty: not said',
	ADD COLUMN IF NOT EXISTS priority LowCardinality(String) COMMENT 'as on the event; empty: not said',
	ADD COLUMN IF NOT EXISTS value    Nullable(Float64)      COMMENT 'money of this activity, additive; null: not said';

DROP VIEW IF EXISTS customer_activity_from_events;

CREATE MATERIALIZED VIEW IF NOT EXISTS customer_activity_from_events TO customer_activity
DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
	customer,
	time,
	type = 'customer.active' AS active,
	source,
	id,
	source = 'touchstone/simulator' AS simulated,
	team,
	agent,
	channel,
	tier,
	topic,
	priority,
	value
FROM events
WHERE type IN ('customer.active', 'customer.left') AND customer != '';

-- Rows without these columns must not stand beside those with them until parts merge. What events no longer tell is kept.
ALTER TABLE customer_activity
	DELETE WHERE (source, id) IN (SELECT source, id FROM events WHERE type IN ('customer.active', 'customer.left'))
	SETTINGS mutations_sync = 2;

-- A period is found without reading what lies before it, and a customer's first activity without reading what came since.
ALTER TABLE customer_activity MODIFY SETTING deduplicate_merge_projection_mode = 'rebuild';

ALTER TABLE customer_activity ADD PROJECTION IF NOT EXISTS by_time
(
	SELECT customer, time, active, simulated, team, agent, channel, tier, topic
	ORDER BY time
);

ALTER TABLE customer_activity ADD PROJECTION IF NOT EXISTS firsts
(
	SELECT simulated, active, customer, team, agent, channel, tier, topic, min(time)
	GROUP BY simulated, active, customer, team, agent, channel, tier, topic
);

ALTER TABLE customer_activity MATERIALIZE PROJECTION by_time SETTINGS mutations_sync = 2;

ALTER TABLE customer_activity MATERIALIZE PROJECTION firsts SETTINGS mutations_sync = 2;

INSERT INTO customer_activity (customer, time, active, source, id, simulated, team, agent, channel, tier, topic, priority, value)
SELECT customer, time, type = 'customer.active', source, id, simulated, team, agent, channel, tier, topic, priority, value
FROM events
WHERE type IN ('customer.active', 'customer.left') AND customer != '';
