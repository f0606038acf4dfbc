import { z } from 'zod';
import { CATALOGUE } from '#schema/catalogue.ts';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { KpiId } from '#schema/kpi.ts';
import type { ListedReview } from '#schema/published-review.ts';
import { QUANTILES_WITHIN } from './figures.ts';
import { COLUMNS, ReviewRow, reviewOf } from './rows.ts';

// A review of all teams and channels has figures that the ledger knows, as of its last check.
const LIST = /* sql */ `
	WITH
		restated AS
		(
			SELECT
				id,
				countIf(NOT same) AS restated
			FROM
			(
				SELECT
					review.id AS id,
					figure.value AS a,
					ledger.current.value AS b,
					if(figure.kpi IN {timed:Array(String)}, {within:Float64}, 1e-9) AS within,
					(figure.n = 0 AND ledger.current.n = 0 AND ifNull(a, 0) = 0 AND ifNull(b, 0) = 0)
						OR (figure.n = ledger.current.n
							AND figure.numerator = ledger.current.numerator
							AND figure.denominator = ledger.current.denominator
							AND ((a IS NULL AND b IS NULL)
								OR ifNull(abs(a - b) <= within * greatest(abs(a), abs(b)), false))) AS same
				FROM
				(
					SELECT id, zone, week, arrayJoin(figures) AS figure
					FROM published_reviews
					WHERE empty(teams) AND empty(channels)
				) AS review
				INNER JOIN weekly_figures AS ledger
					ON ledger.zone = review.zone
					AND ledger.week = review.week
					AND ledger.kpi = figure.kpi
					AND ledger.by = figure.by
					AND ledger.\`group\` = figure.\`group\`
			)
			GROUP BY id
		)
	SELECT
		${COLUMNS},
		restated.restated AS restated
	FROM published_reviews AS review
	LEFT JOIN restated USING (id)
	WHERE zone = {zone:String}
		AND ({week:Nullable(Date)} IS NULL OR week = {week:Nullable(Date)})
	ORDER BY published_at DESC, id
	SETTINGS join_use_nulls = 1`;

const Row = ReviewRow.extend({ restated: z.int().nullable() });

const TIMED = KpiId.options.filter((kpi) => CATALOGUE[kpi].unit === 'seconds');

type Reading = { clickhouse: ClickHouseClient; zone: string };

/** The published reviews, the latest first; of a week (its Monday) or of all. */
export async function listReviews(
	{ clickhouse, zone }: Reading,
	week: string | null = null
): Promise<ListedReview[]> {
	const result = await clickhouse.query({
		query: LIST,
		query_params: { zone, week, timed: TIMED, within: QUANTILES_WITHIN },
		format: 'JSONEachRow'
	});
	const rows = z.array(Row).parse(await result.json());
	return rows.map(({ restated, ...row }) => ({ ...reviewOf(row), restated }));
}
