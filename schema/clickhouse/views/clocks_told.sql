-- Clocks of sources that were off from `from` to before `to`: the spells that are written down, with what was said of them and how many steps
-- came as late; and what `source_clocks` only suspects: a clock that is fast, or was found to be slow just now.
CREATE OR REPLACE VIEW clocks_told AS
WITH (SELECT touchstone_standing_spells(spells, version, _block_number) FROM clock_spells) AS spells
SELECT
	spell.id                 AS id,
	spell.source             AS source,
	spell.offset_s           AS offset_s,
	spell.since              AS since,
	spell.until              AS until,
	toUInt64(0)              AS events_refused,
	toNullable(spell.verdict) AS verdict,
	spell.by                 AS by,
	spell.note               AS note,
	spell.said_at            AS said_at,
	countIf(touchstone_in_spell(spell, late.source, late.time, late.taken_at))                 AS steps,
	uniqExactIf(late.case_id, touchstone_in_spell(spell, late.source, late.time, late.taken_at)) AS cases
FROM
(
	SELECT arrayJoin(spells) AS spell, spell.source AS said_by
) AS told
LEFT JOIN
(
	SELECT toString(late_steps.source) AS source, time, id, case_id, min(late_steps.received_at) AS taken_at
	FROM late_steps
	WHERE has(spells.source, toString(late_steps.source))
	GROUP BY source, time, id, case_id
) AS late ON late.source = told.said_by
WHERE spell.since < {to:DateTime64(3, 'UTC')}
	AND (spell.until IS NULL OR spell.until > {from:DateTime64(3, 'UTC')})
GROUP BY spell
UNION ALL
SELECT
	''             AS id,
	source,
	offset_s,
	since,
	until,
	events_refused,
	CAST(NULL, 'Nullable(String)') AS verdict,
	''             AS by,
	''             AS note,
	CAST(NULL, 'Nullable(DateTime64(3, \'UTC\'))') AS said_at,
	toUInt64(0)    AS steps,
	toUInt64(0)    AS cases
FROM source_clocks(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}) AS seen
WHERE NOT arrayExists(spell -> spell.source = seen.source AND spell.offset_s = seen.offset_s
		AND (seen.until IS NULL OR spell.since <= seen.until) AND (spell.until IS NULL OR seen.since <= spell.until),
	spells);
