-- Of versions of the list of spells that which stands: of two saved at once the one that was stored first.
CREATE OR REPLACE FUNCTION touchstone_standing_spells AS (spells, version, block) -> argMax(spells, (version, -toInt64(block)));

-- Of a list of spells those in which the clock was wrong; in the others it only delivered late.
CREATE OR REPLACE FUNCTION touchstone_wrong_spells AS spells -> arrayFilter(spell -> spell.verdict = 'wrong', spells);

-- Whether a step lies in a spell of its source and came as late as its clock was slow. What the clock said rightly just before it fell behind
-- lies in the same hour and did not come late; what is sent once it is right again is a correction.
CREATE OR REPLACE FUNCTION touchstone_in_spell AS (spell, source, time, received_at) ->
	spell.source = source
	AND time >= spell.since - toIntervalSecond(spell.offset_s)
	AND received_at >= time + toIntervalSecond(spell.offset_s - 120)
	AND (spell.until IS NULL OR time < spell.until AND received_at < spell.until + toIntervalSecond(spell.offset_s + 420));

-- Whether it was said by a clock that was wrong, by a list of spells.
CREATE OR REPLACE FUNCTION touchstone_misdated AS (spells, source, time, received_at) ->
	arrayExists(spell -> spell.verdict = 'wrong' AND touchstone_in_spell(spell, source, time, received_at), spells);

-- How many seconds the clock was behind by which a step was said.
CREATE OR REPLACE FUNCTION touchstone_clock_offset AS (spells, source, time) ->
	arrayFirst(spell -> spell.verdict = 'wrong'
			AND spell.source = source
			AND time >= spell.since - toIntervalSecond(spell.offset_s)
			AND (spell.until IS NULL OR time < spell.until),
		spells).offset_s;

-- By which a step is found.
CREATE OR REPLACE FUNCTION touchstone_step AS (source, id, time) -> cityHash64(toString(source), id, time);

-- Steps said by a clock that was wrong. Of sources that only deliver late, nothing is read.
CREATE OR REPLACE VIEW misdated AS
WITH (SELECT touchstone_wrong_spells(touchstone_standing_spells(spells, version, _block_number)) FROM clock_spells) AS spells
SELECT
	source,
	time,
	id,
	case_id,
	min(late_steps.received_at)       AS taken_at,
	touchstone_step(source, id, time) AS step
FROM late_steps
WHERE has(spells.source, toString(source))
	AND time >= arrayMin(spells.since) - INTERVAL 15 HOUR
GROUP BY source, time, id, case_id
HAVING touchstone_misdated(spells, source, time, taken_at);

-- The list of spells that stands, a row each.
CREATE OR REPLACE VIEW clock_spells_now AS
SELECT
	spell.id       AS id,
	spell.source   AS source,
	spell.offset_s AS offset_s,
	spell.since    AS since,
	spell.until    AS until,
	spell.verdict  AS verdict,
	spell.by       AS by,
	spell.note     AS note,
	spell.said_at  AS said_at
FROM
(
	SELECT touchstone_standing_spells(spells, version, _block_number) AS all
	FROM clock_spells
)
ARRAY JOIN all AS spell;
