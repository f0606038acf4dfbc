import type { Page } from 'playwright-core';
import type { FeedAnswer } from '#schema/feed.ts';
import { KPI_ROWS, type KpiAnswer, type KpiId, type Pulse } from '#schema/kpi.ts';
import type { LiveAnswer, LiveAsk } from '../../src/lib/live-ask.ts';

/** What a wall can be told: values; of each too few; of each none; what ripens, and nothing is ripe; questions that fail; a database that is away. */
export const STATES = ['value', 'few', 'none', 'unripe', 'failed', 'stale'] as const;
export type State = (typeof STATES)[number];

const HOUR_MS = 3_600_000;
const iso = (ms: number) => new Date(ms).toISOString();

type Counts = { n: number; numerator: number; value: number | null; low: number | null; high: number | null };

/** How much there is in each state, of a group or an hour. */
function countsIn(state: State, share: number): Counts {
	if (state === 'none' || state === 'unripe')
		return { n: 0, numerator: 0, value: null, low: null, high: null };
	const n = state === 'few' ? 4 : 400;
	const numerator = Math.round(n * share);
	return {
		n,
		numerator,
		value: numerator / n,
		low: Math.max(0, share - 0.03),
		high: Math.min(1, share + 0.03)
	};
}

const SECONDS: ReadonlySet<KpiId> = new Set<KpiId>(['first_response', 'resolution_time']);
const COUNTS: ReadonlySet<KpiId> = new Set<KpiId>(['waiting_now', 'cases_opened']);

function rowOf(kpi: KpiId, state: State, share: number, more: Record<string, unknown> = {}) {
	const { n, numerator, value, low, high } = countsIn(state, share);
	const figure = value === null ? null : SECONDS.has(kpi) ? 18 : COUNTS.has(kpi) ? n : value;
	return KPI_ROWS[kpi].parse({
		...{ n, numerator, denominator: n, value: figure, low, high },
		...(value !== null && SECONDS.has(kpi) ? { p50: 18, p90: 40 } : {}),
		...(kpi === 'waiting_now' && n > 0 ? { oldest_at: iso(Date.now() - 95_000) } : {}),
		...(state === 'unripe' ? { immature: 12 } : {}),
		...more
	});
}

function numberOf(ask: Extract<LiveAsk, { kpi: unknown }>, state: State, now: number): KpiAnswer {
	const rows =
		ask.by === 'team'
			? state === 'none'
				? []
				: [0.7, 0.9, 0.97].map((share, at) => rowOf(ask.kpi, state, share, { group: `Team ${'CBA'[at]}` }))
			: ask.grain === 'hour'
				? state === 'none'
					? []
					: [0.9, 0.94, 0.92, 0.97].map((share, at) =>
							rowOf(ask.kpi, state, share, {
								bucket: iso(Math.floor(now / HOUR_MS) * HOUR_MS - (4 - at) * HOUR_MS)
							})
						)
				: [rowOf(ask.kpi, state, 0.93)];
	return { kpi: ask.kpi, version: 1, from: ask.from, to: ask.to, as_of: iso(now), watermark: iso(now), rows };
}

const promise = (promise_id: string, state: 'broken' | 'at_risk' | 'acted', due: number) => ({
	...{
		promise_id,
		case_id: `call-${promise_id}`,
		metric: 'first_response',
		state,
		owner: 'Ann',
		team: 'Team A'
	},
	...{
		made_at: iso(due - 60_000),
		due_at: iso(due),
		breach_at: state === 'broken' ? iso(due) : null,
		done_at: null
	},
	...{ agent: 'Ann', channel: 'phone', tier: 'gold', topic: '', customer_value: null, escalated_at: null },
	...{
		acknowledged_at: state === 'acted' ? iso(due) : null,
		acknowledged_by: state === 'acted' ? 'Mei' : ''
	},
	...{ note: '', noted_by: '', noted_at: null }
});

function listOf(feed: FeedAnswer['feed'], state: State, now: number): FeedAnswer {
	const some = state !== 'none';
	const head = { as_of: iso(now), watermark: iso(now) };
	const who = { team: 'Team A', agent: 'Ann', channel: 'email', tier: 'vip', topic: '' };
	switch (feed) {
		case 'actions':
			return {
				...{
					feed,
					...head,
					counts: some ? { broken: 1, at_risk: 1, acted: 1 } : { broken: 0, at_risk: 0, acted: 0 }
				},
				rows: some
					? [
							promise('risk', 'at_risk', now + 600_000),
							promise('late', 'broken', now - 600_000),
							promise('acted', 'acted', now - 900_000)
						]
					: []
			};
		case 'forgotten':
			return { feed, ...head, rows: [], counts: { promises: some ? 3 : 0 } };
		case 'complaints':
			return {
				...{ feed, ...head, counts: { open: some ? 2 : 0, late: some ? 1 : 0, soon: 0 } },
				rows: some
					? [-1, 9].map((left) => ({
							...{ case_id: `complaint ${left}`, received_at: iso(now + (left - 24) * HOUR_MS), ...who },
							...{ due_at: iso(now + left * HOUR_MS), soon_at: iso(now + (left - 1) * HOUR_MS) },
							...{ reason: 'Late delivery', acknowledged_at: null, relapse: false }
						}))
					: []
			};
		case 'answers':
			return {
				...{ feed, ...head, counts: { today: some ? 1 : 0 } },
				rows: some
					? [
							{
								case_id: 'a',
								at: iso(now - 60_000),
								...who,
								instrument: 'csat',
								score: 5,
								scale: 5,
								good: true
							}
						]
					: []
			};
		case 'staff':
			return {
				...{ feed, ...head, counts: { available: some ? 3 : 0, busy: some ? 2 : 0, away: 0, offline: 0 } },
				rows: some ? [{ team: 'Team A', available: 3, busy: 2, away: 0, offline: 0 }] : []
			};
		case 'standards':
			return {
				...{ feed, ...head, counts: { in_force: 1 } },
				rows: [
					{ metric: 'first_response', team: '', channel: '', tier: '', threshold_s: 15, clock: 'calendar' }
				]
			};
		case 'annotations':
			return { feed, ...head, rows: [], counts: { today: 0 } };
	}
}

const answerOf = (ask: LiveAsk, state: State, now: number): LiveAnswer | null =>
	state === 'failed'
		? null
		: 'feed' in ask
			? listOf(ask.feed, state, now)
			: numberOf(ask, state === 'unripe' && ask.kpi !== 'first_contact_resolution' ? 'value' : state, now);

/** Answers a page's live questions in the place of the server: as in a state, until it is told of another one. */
export async function tellState(page: Page, first: State) {
	let state = first;
	let say = () => {};
	await page.routeWebSocket(/\/live$/, (socket) => {
		let asks: LiveAsk[] = [];
		const pulse = (): Pulse => ({
			...{ as_of: iso(Date.now()), watermark: iso(Date.now()), last_received: iso(Date.now() - 2_000) },
			...{ simulated: false, real: true, trouble: state === 'stale' ? 'clickhouse' : null }
		});
		say = () =>
			socket.send(
				JSON.stringify({
					pulse: pulse(),
					answers: asks.map((ask, index) => ({ index, answer: answerOf(ask, state, Date.now()) }))
				})
			);
		const beat = setInterval(() => socket.send(JSON.stringify({ pulse: pulse() })), 1_000);
		socket.onClose(() => clearInterval(beat));
		socket.onMessage((text) => {
			asks = JSON.parse(String(text)).ask;
			say();
		});
	});
	return (next: State) => {
		state = next;
		say();
	};
}
