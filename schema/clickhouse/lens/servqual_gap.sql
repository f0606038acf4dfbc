-- The gap as others count it, on the same answers: without weights, and without expectations.
CREATE OR REPLACE VIEW lens_servqual_gap AS
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
	WITH mapValues(groupArray(dimensions)[1]) AS found
	SELECT [
		touchstone_lens_value('unweighted', sum(n), arrayReduce('avgOrNull', arrayMap(dimension -> dimension.gap, found))),
		touchstone_lens_value('perception_only', sum(n), arrayReduce('avgOrNull', arrayMap(dimension -> dimension.perception, found)))] AS entries
	FROM kpi_servqual_gap(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)},
		by = [{by:String}], grain = ['total'], zone = {zone:String})
	WHERE ({by:String} = '' OR `group` = {group:String})
)
ARRAY JOIN entries AS entry;
