import { CELLS, isOfLedger, SETTLED } from '#schema/clickhouse/settled/rolled.ts';
import type { KpiId } from '#schema/kpi.ts';
import { isFeed, type LiveAsk } from '../../live-ask.ts';

/** What is asked side by side, each lane at its own pace: what is quick to tell does not wait for what is not. */
export const LANES = ['calls', 'promises', 'rest', 'calm'] as const;
export type Lane = (typeof LANES)[number];

/** How many statements at a time: more would only make each other late, and the first answer with them. */
export const STATEMENTS: Record<Lane, number> = { calls: 3, promises: 1, rest: 1, calm: 1 };

/** How long a lane rests after its questions, as a share of the time they took: however long that is, there is room for others. */
export const RESTS: Record<Lane, number> = { calls: 0.1, promises: 1.5, rest: 2, calm: 2 };

/** Of which all is known as soon as a call has come in, was answered, or has ended. */
const OF_CALLS: ReadonlySet<string> = new Set(['openings', 'responses']);

/** What beside calls counts customers. */
const OF_CUSTOMERS: ReadonlySet<KpiId> = new Set(['complaints_per_10k']);

/** `calm`: of those that may be answered seldom. */
export function laneOf(ask: LiveAsk, calm: boolean): Lane {
	if (calm) return 'calm';
	if (isFeed(ask)) return ask.feed === 'actions' ? 'promises' : 'rest';
	const cells = SETTLED[ask.kpi];
	if (!cells || OF_CUSTOMERS.has(ask.kpi)) return 'rest';
	if (isOfLedger(cells)) return 'promises';
	return CELLS[cells].kinds.every((kind) => OF_CALLS.has(kind)) ? 'calls' : 'rest';
}
