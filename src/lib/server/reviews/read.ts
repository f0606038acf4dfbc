import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { PublishedReview } from '#schema/published-review.ts';
import { parseBody, type ReviewBody } from './body.ts';
import { UnreadableReview } from './unreadable.ts';
import { COLUMNS, ReviewRow, reviewOf, sha256 } from './rows.ts';

/** A published review: which, as it reads, and its body as it was kept. */
export type KeptReview = { review: PublishedReview; body: ReviewBody; text: string };

const ONE = /* sql */ `
	SELECT
		${COLUMNS},
		body
	FROM published_reviews
	WHERE id = {id:String}
	LIMIT 1`;

const Row = ReviewRow.extend({ body: z.string() });

/**
 * Reads a published review; null where there is none of that id. Rejects with UnreadableReview rather than read something else than was
 * published.
 */
export async function readReview(clickhouse: ClickHouseClient, id: string): Promise<KeptReview | null> {
	const result = await clickhouse.query({ query: ONE, query_params: { id }, format: 'JSONEachRow' });
	const [found] = z.array(Row).parse(await result.json());
	if (!found) return null;
	const { body: text, ...row } = found;
	if (sha256(text) !== row.sha256)
		throw new UnreadableReview(
			`published review ${id}: its body is not what was published (its SHA-256 differs)`
		);
	return { review: reviewOf(row), body: bodyIn(text, id), text };
}

function bodyIn(text: string, id: string): ReviewBody {
	try {
		return parseBody(text);
	} catch (cause) {
		throw new UnreadableReview(`published review ${id}: this version cannot read its body`, { cause });
	}
}
