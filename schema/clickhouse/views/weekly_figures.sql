-- Every weekly figure as it was published, and as it stands after its restatements. `published_at` null: a group that had nothing
-- in the week when it was published.
CREATE OR REPLACE VIEW weekly_figures AS
SELECT
	zone,
	week,
	kpi,
	by,
	`group`,
	if(countIf(first) = 0, NULL, minIf(as_of, first)) AS published_at,
	argMinIf(figure, as_of, first)                    AS published,
	max(as_of)                                        AS current_at,
	argMax(figure, as_of)                             AS current,
	countIf(NOT first)                                AS restated
FROM
(
	SELECT zone, week, kpi, by, `group`, as_of, true AS first,
		CAST(tuple(value, n, numerator, denominator, immature, version),
			'Tuple(value Nullable(Float64), n UInt64, numerator UInt64, denominator UInt64, immature UInt64, version UInt16)') AS figure
	FROM published FINAL
	UNION ALL
	SELECT zone, week, kpi, by, `group`, as_of, false AS first, new AS figure
	FROM restatements FINAL
)
GROUP BY zone, week, kpi, by, `group`;
