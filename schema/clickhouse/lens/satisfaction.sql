-- Satisfaction as others count it, on the same answers; and weighted to all whom a survey was due.
CREATE OR REPLACE VIEW lens_satisfaction AS
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
		touchstone_lens_share('top_box', sumIf(weight, answered AND score = 5), sumIf(weight, answered)),
		touchstone_lens_share('without_neutral', sumIf(weight, kept), sumIf(weight, answered AND NOT (score >= 3 AND score < 4))),
		touchstone_lens_value('net', sumIf(weight, answered), if(sumIf(weight, answered) = 0, NULL, (toInt64(sumIf(weight, kept)) - toInt64(sumIf(weight, answered AND score < 3))) / sumIf(weight, answered))),
		touchstone_lens_value('mean_as_share', sumIf(weight, answered), (sum(weight * score) / nullIf(sumIf(weight, answered), 0) - 1) / 4)] AS entries
	FROM satisfaction_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS items
	WHERE ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
	UNION ALL
	SELECT [
		touchstone_lens_value('weighted', answered, share)] AS entries
	FROM weighted_satisfaction(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)}, by = {by:String}, group = {group:String})
)
ARRAY JOIN entries AS entry;
