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
