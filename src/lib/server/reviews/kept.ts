import { error } from '@sveltejs/kit';
import { m } from '../../paraglide/messages.js';
import type { Reviews } from '../reviews.ts';
import type { KeptReview } from './read.ts';
import { UnreadableReview } from './unreadable.ts';

/** The published review of an id, for whoever asks over HTTP: 404 where there is none, 410 where it cannot be read as it was published. */
export async function keptOr404({ read }: Pick<Reviews, 'read'>, id: string): Promise<KeptReview> {
	const kept = await read(id).catch((failed: unknown) => {
		if (failed instanceof UnreadableReview) error(410, m.published_unreadable());
		throw failed;
	});
	if (!kept) error(404, m.published_none());
	return kept;
}
