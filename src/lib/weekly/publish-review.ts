import { NotPublished, PublishedReview, type NotPublished as Refused } from '#schema/published-review.ts';
import { isDone, send } from '../wall/send.ts';

/** What is to be published: a week (2026-W46), of whom, and who does it. */
type Publish = { week: string; team: string[]; channel: string[]; by: string };

/** Publishes a week's review: resolves with it, or with why it was refused. */
export async function publishReview(
	given: Publish
): Promise<{ ok: true; review: PublishedReview } | { ok: false; refused: Refused }> {
	const sent = await send('/api/reviews', { method: 'POST', body: given });
	if (isDone(sent)) return { ok: true, review: PublishedReview.parse(sent.body) };
	const refused = NotPublished.safeParse(sent.body);
	const unknown = { reason: '', path: sent.path, detail: sent.detail, missing: [] };
	return { ok: false, refused: refused.success ? refused.data.error : unknown };
}
