-- What else is made of the same answers; of a team too small to be shown, nothing.
CREATE OR REPLACE VIEW lens_staff_satisfaction AS
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
	SELECT [
		touchstone_lens_value('top_box', sum(n), max(top_box)),
		touchstone_lens_value('mean_as_share', sum(n), (max(mean) - 1) / 4)] AS entries
	FROM kpi_staff_satisfaction(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)},
		by = [{by:String}], grain = ['total'], zone = {zone:String})
	WHERE ({by:String} = '' OR `group` = {group:String})
)
ARRAY JOIN entries AS entry;
