import type { StandardsFile } from '#schema/standards/file.ts';
import { EARLIEST } from '#schema/event.ts';
import { changesOf, pastChanges, type Change } from '../../standards/changes.ts';

/** A row of a file by which numbers of the past become others: what it was, what it is now, and from when on that tells. */
export type PastWarning = Pick<Change, 'what' | 'kind' | 'before' | 'after'> & {
	/** RFC 3339. */
	since: string;
	detail: string;
};

const named = ({ what, before, after }: Change): string => {
	const row = after ?? before;
	if (!row) return what;
	if ('metric' in row)
		return [row.metric, row.team, row.channel, row.tier].filter((part) => part !== '').join(' · ');
	return 'id' in row ? row.id : [row.name, row.key].filter((part) => part !== '').join(' · ');
};

/** What a file that takes the place of another changes of the past, as of `now` (ms). */
export const pastWarnings = (from: StandardsFile, to: StandardsFile, now: number): PastWarning[] =>
	pastChanges(changesOf(from, to), now).map((change) => {
		const { what, kind, before, after } = change;
		const since = new Date(Math.max(change.since, EARLIEST)).toISOString();
		const detail = `${what} ${named(change)} is ${kind}: numbers already shown may change from ${since} on`;
		return { what, kind, before, after, since, detail };
	});
