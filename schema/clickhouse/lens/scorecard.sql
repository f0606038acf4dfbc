-- The same scores put together as others do, and which of them are not in it.
CREATE OR REPLACE VIEW lens_scorecard AS
SELECT
	entry.part        AS part,
	entry.id          AS id,
	entry.n           AS n,
	entry.numerator   AS numerator,
	entry.denominator AS denominator,
	entry.value       AS value,
	entry.low         AS low,
	entry.high        AS high
FROM
(
	WITH
		mapValues(groupArray(components)[1]) AS found,
		arrayMap(score -> assumeNotNull(score.value), arrayFilter(score -> score.value IS NOT NULL AND score.weight > 0, found)) AS known
	SELECT [
		touchstone_lens_left('no_value', arrayCount(score -> score.value IS NULL AND score.weight > 0, found)),
		touchstone_lens_left('no_weight', arrayCount(score -> score.weight = 0, found)),
		touchstone_lens_value('equal_weights', sum(n), arrayReduce('avgOrNull', known)),
		touchstone_lens_value('missing_as_zero', sum(n), max(value) * max(covered))] AS entries
	FROM kpi_scorecard(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)},
		by = [{by:String}], grain = ['total'], zone = {zone:String})
	WHERE ({by:String} = '' OR `group` = {group:String})
)
ARRAY JOIN entries AS entry;
