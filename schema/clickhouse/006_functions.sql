-- Wilson score interval, 95 %: the interval of a share of k in n. Null without items.
CREATE OR REPLACE FUNCTION touchstone_wilson_low AS (k, n) ->
	if(n = 0, NULL, greatest(0, (k / n + 1.9207294103470620 / n
		- 1.959963984540054 * sqrt((k / n * (1 - k / n) + 0.9603647051735310 / n) / n)) / (1 + 3.841458820694124 / n)));

CREATE OR REPLACE FUNCTION touchstone_wilson_high AS (k, n) ->
	if(n = 0, NULL, least(1, (k / n + 1.9207294103470620 / n
		+ 1.959963984540054 * sqrt((k / n * (1 - k / n) + 0.9603647051735310 / n) / n)) / (1 + 3.841458820694124 / n)));

-- Start of the bucket a moment falls into, in the business zone; null for the total.
CREATE OR REPLACE FUNCTION touchstone_bucket AS (at, grain, zone) ->
	multiIf(
		grain = 'hour', toNullable(toDateTime(toStartOfHour(at, zone), 'UTC')),
		grain = 'day',  toDateTime(toStartOfDay(at, zone), 'UTC'),
		grain = 'week', toDateTime(toDateTime(toMonday(at, zone), zone), 'UTC'),
		NULL);

-- What an item is grouped by; null for all.
CREATE OR REPLACE FUNCTION touchstone_group AS (by, team, agent, channel, tier, topic) ->
	multiIf(
		by = 'team',    toNullable(team),
		by = 'agent',   agent,
		by = 'channel', channel,
		by = 'tier',    tier,
		by = 'topic',   topic,
		NULL);
