import type { PublishedReview } from '#schema/published-review.ts';
import { m } from '../../paraglide/messages.js';
import type { Source } from '../weekly/export/source.ts';
import type { Reason } from '../weekly/reasons.ts';
import type { CauseRow } from '../weekly/recovery.ts';
import type { ReviewBody } from './body.ts';

type Kept = { review: PublishedReview; body: ReviewBody };

const said =
	<Part>(part: Part) =>
	async () =>
		part;

/** What the tables of a published review are made of: what was kept, and nothing that is asked now. */
export function keptSource({ review, body }: Kept): Source {
	const source = keptParts(body);
	return { ...source, about: { ...source.about, href: review.href, published: review } };
}

/** The same of a body, whichever review's it is. */
export function keptParts(body: ReviewBody): Source {
	const { weeks, question, zone, as_of, versions, told, ago, sections, decided, noted } = body;
	return {
		about: { weeks, question, zone, as_of, versions, href: '' },
		numbers: said(told),
		yearAgo: said(ago),
		broken: said(sections.broken),
		recovery: said(sections.recovery),
		reasons: said(reasonsOf(body)),
		satisfaction: said(sections.satisfaction),
		perception: said(sections.perception),
		iceberg: said(sections.iceberg),
		staff: said(sections.staff),
		scorecards: said(sections.scorecards),
		quadrant: said(sections.quadrant),
		handovers: said(sections.handovers),
		shared: said(sections.shared),
		decisions: said(decided),
		annotations: said(noted)
	};
}

/** Reviews published before every reason was kept have those that their page shows. */
const reasonsOf = ({ reasons, sections }: ReviewBody): Reason[] =>
	reasons ?? reasonsShown(sections.recovery.causes);

/** The reasons of a page, the rare ones together. */
export const reasonsShown = (causes: readonly CauseRow[]): Reason[] =>
	causes.map(({ reasons: together, reason, ...cause }) => ({
		...cause,
		reason: together > 1 ? m.weekly_other_causes({ count: together }) : reason
	}));
