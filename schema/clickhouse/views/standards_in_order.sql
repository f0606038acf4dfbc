-- The standards of a metric in order of precedence, as one array to look a case up in: team before channel before tier.
-- calendar is the name under which calendar_days holds it: 'office@1763798400000' for the calendar 'office'.
CREATE OR REPLACE VIEW standards_in_order AS
SELECT
	metric,
	groupArray(tuple(team, channel, tier, valid_from, valid_to, threshold_s, toString(clock),
		if(expanded = '', calendar, expanded))::Tuple(
		team String, channel String, tier String,
		valid_from DateTime64(3, 'UTC'), valid_to Nullable(DateTime64(3, 'UTC')), threshold_s Nullable(Float64),
		clock String, calendar String)) AS standards
FROM
(
	SELECT *
	FROM standards FINAL
	WHERE file = (SELECT max(file) FROM standards_files)
	ORDER BY metric, team != '' DESC, channel != '' DESC, tier != '' DESC, valid_from DESC
)
GROUP BY metric;

-- Of such an array the standard in force at an instant for a team, a channel and a tier: the first that fits; where nothing is promised, one
-- without a threshold. Column by column: a lambda over the tuples takes five times as long.
CREATE OR REPLACE FUNCTION touchstone_standard AS (standards, to_team, to_channel, to_tier, at) ->
	standards[arrayFirstIndex((for_team, for_channel, for_tier, valid_from, valid_to) ->
			(for_team = '' OR for_team = to_team) AND (for_channel = '' OR for_channel = to_channel) AND (for_tier = '' OR for_tier = to_tier)
			AND valid_from <= at AND (valid_to IS NULL OR at < valid_to),
		tupleElement(standards, 'team'), tupleElement(standards, 'channel'), tupleElement(standards, 'tier'),
		tupleElement(standards, 'valid_from'), tupleElement(standards, 'valid_to'))];
