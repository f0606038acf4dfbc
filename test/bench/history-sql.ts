/** Weights of the hours of a working day; a Saturday brings 0.6 of it, a Sunday 0.4. */
const HOURS = [1, 1, 1, 1, 1, 1, 1, 3, 8, 14, 15, 12, 9, 11, 14, 13, 11, 9, 6, 5, 5, 4, 3, 2];
const DAYS = [1, 1, 1, 1, 1, 0.6, 0.4];

/** Hours of a week, each as often as its weight says: a case looks up when it is opened. */
export const HOURS_OF_WEEK = DAYS.flatMap((share, day) =>
	HOURS.flatMap((weight, hour) =>
		Array.from({ length: Math.max(1, Math.round(weight * share)) }, () => day * 24 + hour)
	)
);

/**
 * The events of cases `first` to `first + count - 1` of a history of `cases` over `weeks` weeks that ends at `end`, about five a
 * case. Everything comes from hashes of the case's number: the same question gives the same events, in any chunks. Cases open
 * over the day and the week; replies and resolutions are log-normal, customers come back for the same topic within days. What
 * would happen after `end` has not happened.
 */
export const HISTORY = /* sql */ `
INSERT INTO events (source, id, type, time, received_at, case_id, team, agent, channel, customer, tier, topic, priority,
	kind, reason, severity, resolution, level, remedy, satisfied, step, survey, instrument, score, scale,
	promise, due, value, procedural, personal, tangibles)
WITH
	(n, salt) -> cityHash64(n, salt) / 18446744073709551616                                    AS chance,
	(n, salt) -> sqrt(-2 * log(1 - chance(n, salt))) * cos(2 * pi() * chance(n, salt + 1))     AS normal,
	(n, salt, seconds, spread) -> toInt64(1000 * seconds * exp(spread * normal(n, salt)))      AS around,
	['phone', 'chat', 'email', 'web', 'social', 'counter']                                     AS channels,
	[[1, 2, 3], [1, 3, 4, 5], [1, 2, 4], [6, 1, 3, 2]]                                         AS channels_of_team,
	['bill', 'outage', 'delivery', 'return', 'contract', 'login', 'price', 'repair', 'installation', 'moving', 'data', 'other'] AS topics_all
SELECT
	multiIf(type IN ('customer.active', 'customer.left'), 'crm', startsWith(type, 'survey.'), 'survey',
		type IN ('inspection.scored', 'staff.surveyed'), 'quality', channel = 'phone', 'acd', 'desk') AS source,
	concat(lower(hex(key)), '-', toString(event.2))          AS id,
	event.3                                                  AS type,
	toDateTime64(opened + event.4 / 1000, 3, 'UTC')          AS time,
	time + INTERVAL 1 SECOND                                 AS received_at,
	if(outside, '', lower(hex(key)))                         AS case_id,
	team_name                                                AS team,
	multiIf(type IN ('case.opened', 'case.contacted', 'customer.active', 'staff.surveyed') OR startsWith(type, 'survey.'), '',
		concat('agent-', substring(team_name, 6), '-', leftPad(toString(toUInt8(20 * chance(key, type = 'case.transferred'))), 2, '0'))) AS agent,
	if(startsWith(type, 'survey.'), '', channel_name)        AS channel,
	if(type IN ('case.opened', 'case.contacted', 'customer.active'), lower(hex(sipHash128(customer_no))), '') AS customer,
	if(customer = '', '', multiIf(customer_no % 100 < 80, 'standard', customer_no % 100 < 90, 'silver',
		customer_no % 100 < 96, 'gold', customer_no % 100 < 99, 'vip', 'diamond'))             AS tier,
	if(type = 'case.opened', topic_name, '')                 AS topic,
	if(type = 'case.opened', ['normal', 'normal', 'normal', 'low', 'high'][1 + key % 5], '')   AS priority,
	multiIf(type = 'case.opened', if(complaint, 'complaint', 'request'), startsWith(type, 'promise.'), 'callback', '') AS kind,
	if(type = 'case.opened', concat(topic_name, '-', toString(key % 3)), '')                   AS reason,
	if(type = 'case.opened' AND complaint, ['low', 'medium', 'high'][1 + key % 3], '')         AS severity,
	if(type = 'case.resolved', 'solved', '')                 AS resolution,
	if(type = 'case.escalated', 'second', '')                AS level,
	if(type = 'complaint.remedied', 'refund', '')            AS remedy,
	if(type IN ('complaint.confirmed', 'complaint.followed_up'), [5, 4, 4, 3, 2, 5][1 + key % 6], NULL) AS satisfied,
	if(type = 'complaint.step', ['listen', 'share', 'act'][event.2 - 20], '')                  AS step,
	if(startsWith(type, 'survey.'), concat('s-', lower(hex(key))), '')                         AS survey,
	if(startsWith(type, 'survey.'), instrument_name, '')     AS instrument,
	if(type IN ('survey.answered', 'staff.surveyed'), multiIf(
		instrument_name = 'nps', toFloat64(10 - toUInt8(10 * pow(chance(key, 60), 2.2))),
		instrument_name = 'ces', 7 - toUInt8(7 * pow(chance(key, 60), 2)),
		instrument_name = 'fcr', chance(key, 60) < 0.8,
		5 - toUInt8(5 * pow(chance(key, 60), 2.2))), NULL)   AS score,
	if(score IS NOT NULL AND instrument_name = 'csat', 5, NULL) AS scale,
	if(startsWith(type, 'promise.'), concat('p-', lower(hex(key))), '')                        AS promise,
	if(type = 'promise.made', time + INTERVAL 2 DAY, NULL)   AS due,
	if(type = 'customer.active', round(5 + 200 * chance(key, 61), 2), NULL)                    AS value,
	if(type = 'inspection.scored', round(100 * sqrt(chance(key, 62))), NULL)                   AS procedural,
	if(type = 'inspection.scored', round(100 * sqrt(chance(key, 63))), NULL)                   AS personal,
	if(type = 'inspection.scored', round(100 * sqrt(chance(key, 64))), NULL)                   AS tangibles
FROM
(
	SELECT
		cityHash64(number, 'case')                               AS key,
		number * {weeks:UInt32} / {cases:UInt64}                 AS week,
		toFloat64(toUnixTimestamp64Milli({end:DateTime64(3, 'UTC')})) / 1000 - 604800 * ({weeks:UInt32} - floor(week))
			+ 3600 * {hours:Array(UInt8)}[1 + toUInt32((week - floor(week)) * length({hours:Array(UInt8)}))]
			+ floor(3600000 * chance(key, 1)) / 1000               AS opened,
		toUInt32({teams:UInt32} * pow(chance(key, 2), 1.4))      AS team,
		concat('Team ', leftPad(toString(team + 1), 2, '0'))     AS team_name,
		arrayElement(channels_of_team, 1 + team % 4)             AS choice,
		channels[choice[1 + toUInt8(length(choice) * pow(chance(key, 3), 1.3))]] AS channel_name,
		-- One case in eight is the same customer's and about the same as one some hours or days earlier.
		number - if(chance(key, 4) < 0.125, toUInt64(number * 0.2 * chance(key, 5)) % greatest(1, toUInt64({cases:UInt64} / {weeks:UInt32})), 0) AS origin,
		cityHash64(origin, 'customer') % toUInt64(1 + {cases:UInt64} / 4)     AS customer_no,
		topics_all[1 + toUInt8(12 * pow(chance(origin, 'topic'), 1.5))]       AS topic_name,
		chance(key, 6) < 0.04                                    AS complaint,
		chance(key, 7) < if(channel_name IN ('phone', 'chat'), 0.06, 0) AS abandoned,
		NOT abandoned AND chance(key, 8) < 0.97                  AS answered,
		answered AND chance(key, 9) < 0.93                       AS resolved,
		resolved AND chance(key, 10) < 0.05                      AS reopened,
		resolved AND chance(key, 11) < 0.3                       AS asked,
		['csat', 'csat', 'csat', 'nps', 'ces', 'fcr'][1 + toUInt8(6 * chance(key, 12))] AS instrument_name,
		around(key, 20, [12, 35, 18000, 14400, 1200, 240][indexOf(channels, channel_name)], [0.9, 1, 1.1, 1.1, 1.2, 0.8][indexOf(channels, channel_name)]) AS replied_ms,
		replied_ms + if(chance(key, 13) < 0.6, around(key, 22, 420, 1.2), around(key, 22, 90000, 1.1))  AS resolved_ms,
		resolved_ms + around(key, 24, 120000, 0.9)               AS reopened_ms,
		around(key, 26, 28800, 0.9)                              AS acknowledged_ms,
		acknowledged_ms + around(key, 28, 36000, 0.9)            AS remedied_ms,
		around(key, 30, 60, 0.7)                                 AS gave_up_ms,
		around(key, 32, 14400, 1.2)                              AS considered_ms,
		{end:DateTime64(3, 'UTC')}                               AS ends,
		arrayFilter(event -> event.1 AND opened * 1000 + event.4 < toUnixTimestamp64Milli(ends),
			[
				(toUInt8(1),                                  toUInt8(1), 'case.opened',       toInt64(0)),
				(chance(key, 40) < 0.3,                       2,  'case.assigned',             2000),
				(answered,                                    3,  'case.responded',            replied_ms),
				(abandoned,                                   4,  'case.abandoned',            gave_up_ms),
				(chance(key, 41) < 0.06,                      5,  'case.transferred',          replied_ms + 90000),
				(chance(key, 42) < 0.12,                      6,  'case.contacted',            replied_ms + considered_ms),
				(resolved,                                    7,  'case.resolved',             resolved_ms),
				(reopened,                                    8,  'case.reopened',             reopened_ms),
				(reopened AND chance(key, 43) < 0.9,          9,  'case.responded',            reopened_ms + replied_ms),
				(reopened AND chance(key, 44) < 0.9,          10, 'case.resolved',             reopened_ms + replied_ms + considered_ms),
				(resolved AND chance(key, 45) < 0.32,         11, 'case.closed',               resolved_ms + 259200000),
				(chance(key, 46) < 0.02,                      12, 'case.escalated',            replied_ms + 3600000),
				(asked,                                       13, 'survey.sent',               resolved_ms + 600000),
				(asked AND chance(key, 47) < 0.96,            14, 'survey.delivered',          resolved_ms + 603000),
				(asked AND chance(key, 47) < 0.66,            15, 'survey.answered',           resolved_ms + 603000 + considered_ms),
				(complaint AND chance(key, 48) < 0.95,        16, 'complaint.acknowledged',    acknowledged_ms),
				(complaint AND chance(key, 49) < 0.88,        17, 'complaint.remedied',        remedied_ms),
				(complaint AND chance(key, 50) < 0.5,         18, 'complaint.confirmed',       remedied_ms + 86400000),
				(complaint AND chance(key, 51) < 0.5,         19, 'complaint.followed_up',     remedied_ms + 4 * 86400000),
				(complaint,                                   21, 'complaint.step',            acknowledged_ms + 60000),
				(complaint AND chance(key, 52) < 0.8,         22, 'complaint.step',            acknowledged_ms + 120000),
				(complaint AND chance(key, 52) < 0.7,         23, 'complaint.step',            remedied_ms),
				(chance(key, 53) < 0.06,                      30, 'promise.made',              replied_ms + 60000),
				(chance(key, 53) < 0.05,                      31, 'promise.kept',              replied_ms + 86400000),
				(chance(key, 53) >= 0.05 AND chance(key, 53) < 0.055, 32, 'promise.broken',    replied_ms + 172860000),
				(chance(key, 54) < 0.3,                       33, 'customer.active',           3600000),
				(chance(key, 55) < 0.0005,                    34, 'inspection.scored',         7200000),
				(chance(key, 56) < 0.0002,                    35, 'staff.surveyed',            7300000)
			])                                                     AS happened
	FROM numbers({first:UInt64}, {count:UInt64})
)
ARRAY JOIN happened AS event, arrayMap(event -> event.3 IN ('customer.active', 'inspection.scored', 'staff.surveyed'), happened) AS outside`;
