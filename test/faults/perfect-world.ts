import { makeTraffic } from './campaign/traffic.ts';
import { groupCases } from './checker/cases.ts';
import { GROUPINGS, type Counts, type Evidence, type KpiAnswer, type Row } from './checker/evidence.ts';
import { readEvent, type Happened } from './checker/happened.ts';
import type { History } from './checker/items.ts';
import { expectedKpis } from './checker/kpis.ts';
import { createLedger, type Ledger } from './checker/ledger.ts';
import { expectedRow } from './checker/row.ts';

/** Evidence that can be corrupted. */
export type World = Evidence & {
	events: Row[];
	cases: Row[];
	activity: Row[];
	sources: Row[];
	quarantine: Row[];
	counts: Counts[];
	/** What happened, for those who judge the KPIs alone. */
	history: History;
};

const FRAME = 40;
const iso = (ms: unknown) => (typeof ms === 'number' ? new Date(ms).toISOString() : null);
const pseudonym = (customer: string) => (customer === '' ? '' : `p${Buffer.from(customer).toString('hex')}`);

/** A small campaign in which nothing went wrong, as a product without a fault would leave it behind. */
export function perfectWorld(): World {
	const now = Date.UTC(2026, 10, 21, 12);
	const traffic = makeTraffic({ seed: 5, events: 1_500, now, duplicates: 0.05 });
	const ledger = { ...createLedger(traffic.events), began: now - 60_000, ended: now };
	deliver(ledger, traffic.deliveries);

	const happened = traffic.events.flatMap(({ text, refusal }) => (refusal ? [] : [readEvent(text)]));
	const rows = happened.map((event) => rowOf(event, now));
	const cases = groupCases(happened);
	const activity = happened.filter(({ type }) => type === 'customer.active' || type === 'customer.left');
	const history = { cases, customers: byCustomer(activity) };
	return {
		ledger,
		events: rows,
		cases: [...cases].map(([case_id, steps]) => ({
			case_id,
			...spanOf(steps),
			facts: steps.reduce((facts, step) => facts | factOf(step), 0),
			steps: steps.map((step) => {
				const row = rowOf(step, now);
				return { ...row, satisfied: row.satisfied ?? 0, scale: row.scale ?? 0 };
			})
		})),
		activity: activity.map((event) => ({
			...rowOf(event, now),
			active: Number(event.type === 'customer.active')
		})),
		sources: [...new Set(happened.map(({ source }) => source))].map((source) => ({
			source,
			...spanOf(happened.filter((event) => event.source === source))
		})),
		counted_once: rows.length,
		kpis: kpisOf(history, now),
		history,
		as_of: now,
		quarantine: traffic.events.flatMap(({ source, id, refusal }) =>
			refusal ? [{ source, id, ...refusal }] : []
		),
		counts: ['one', 'two'].map((process) => countsOf(ledger, process))
	};
}

/** Every other frame over the other of two connections, each answered before the next is sent. */
function deliver(ledger: Ledger, deliveries: readonly number[]) {
	const seen = new Set<number>();
	ledger.connections.push('one', 'two');
	for (let at = 0, seq = 0; at < deliveries.length; at += FRAME, seq++) {
		const connection = seq % 2;
		const events = deliveries.slice(at, at + FRAME);
		const rejected: Row[] = [];
		let duplicates = 0;
		events.forEach((event, index) => {
			const refusal = ledger.events[event]?.refusal;
			if (refusal) rejected.push({ index, ...refusal, detail: 'as expected' });
			else if (seen.has(event)) duplicates++;
			seen.add(event);
		});
		const accepted = events.length - duplicates - rejected.length;
		ledger.log.push({ what: 'sent', connection, seq, events });
		const message = { ack: seq, accepted, duplicates, rejected, credit: 40_000 };
		ledger.log.push({ what: 'heard', connection, message });
	}
}

const rowOf = (event: Happened, now: number): Row => {
	const row = expectedRow(event);
	return {
		...row,
		time: iso(row.time),
		due: iso(row.due),
		customer: pseudonym(event.customer),
		received_at: iso(now - 30_000)
	};
};

function spanOf(events: Happened[]): Row {
	const times = events.map(({ at }) => at).sort((a, b) => a - b);
	return { first_time: iso(times[0]), last_time: iso(times.at(-1)) };
}

function factOf({ type, data }: Happened): number {
	if (type === 'case.opened') return data.kind === 'complaint' ? 3 : 1;
	const facts: Record<string, number> = {
		'case.reopened': 1,
		'case.resolved': 4,
		'case.contacted': 16,
		'case.escalated': 64,
		'complaint.escalated': 64,
		'complaint.remedied': 128
	};
	if (type.startsWith('promise.')) return 32;
	return type.startsWith('survey.') ? 8 : (facts[type] ?? 0);
}

function byCustomer(activity: Happened[]): Map<string, Happened[]> {
	const customers = new Map<string, Happened[]>();
	for (const event of activity)
		customers.set(event.customer, [...(customers.get(event.customer) ?? []), event]);
	return customers;
}

function kpisOf(history: History, now: number): KpiAnswer[] {
	return [...expectedKpis(history, now)].flatMap(([kpi, expected]) =>
		GROUPINGS.map((grouping) => ({
			kpi,
			grouping,
			rows: [...expected(grouping)].map(([place, figures]) => ({
				...figures,
				group: grouping === 'team' ? place : null,
				bucket: grouping === 'day' ? `${place}T00:00:00Z` : null
			}))
		}))
	);
}

function countsOf({ log, connections }: Ledger, process: string): Counts {
	const counts = { process, received: 0, accepted: 0, duplicates: 0, rejected: 0 };
	for (const entry of log) {
		if (connections[entry.connection] !== process) continue;
		if (entry.what === 'sent') counts.received += entry.events.length;
		else {
			const message = entry.message as { accepted: number; duplicates: number; rejected: unknown[] };
			counts.accepted += message.accepted;
			counts.duplicates += message.duplicates;
			counts.rejected += message.rejected.length;
		}
	}
	return counts;
}
