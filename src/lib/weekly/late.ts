/** How far one source has come: the time of its latest event, ms. */
export type SourceReach = { source: string; last: number };

/**
 * A week is over, but not all of it has come in. `until`: how far the data reach (RFC 3339; null: there are none). `source`: who is behind while
 * others have gone on; null: nobody has said anything since.
 */
export type Late = { until: string | null; source: string | null };

const DAY_MS = 86_400_000;

/** A source that is silent holds a week up for so long after its end. */
export const GRACE_MS = DAY_MS;

/** Who was not heard in the week nor in the one before it has ended, and holds nothing up. */
const ENDED_MS = 7 * DAY_MS;

const iso = (ms: number) => new Date(ms).toISOString();

type Week = { from: number; to: number };

/** What has not come in of a week that is over; null: nothing, as far as anybody can tell. */
export function lateOf({ from, to }: Week, sources: readonly SourceReach[]): Late | null {
	const inOrder = sources.toSorted((a, b) => a.last - b.last);
	const furthest = inOrder.at(-1);
	if (!furthest) return { until: null, source: null };
	if (furthest.last < to) return { until: iso(furthest.last), source: null };
	const behind = inOrder.find(({ last }) => last >= from - ENDED_MS && last < to);
	return behind ? { until: iso(behind.last), source: behind.source } : null;
}

/** Whether a week waits for it: for a source that is silent while others go on no longer than a day. */
export const isWaitedFor = ({ source }: Late, { to }: Week, now: number) =>
	source === null || now < to + GRACE_MS;
