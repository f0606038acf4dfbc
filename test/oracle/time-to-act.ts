import { createHash } from 'node:crypto';
import { byTime, textOf, type Happened, type History } from './history.ts';
import { ledger, type LedgerRow } from './ledger.ts';
import { rowsOf, rulesOf, type Question } from './question.ts';
import { count, durations } from './sums.ts';

const QUARTER = 15 * 60 * 1000;

/** Who said a promise, and under which name: a response is promised by an opening, what was told by whoever told it. */
function saidBy({ metric, basis }: LedgerRow): [source: string, name: string] {
	if (metric === 'first_response') return [basis.source, basis.id];
	return metric.startsWith('promise:') ? [basis.source, textOf(basis, 'promise')] : ['', ''];
}

/** The name of a promise, by which it is acknowledged. */
export function promiseId(row: LedgerRow): string {
	const words = [row.case_id, row.metric, ...saidBy(row)];
	return createHash('md5').update(words.join('\n')).digest('hex');
}

/** When each promise was first acknowledged. */
function acknowledgements({ cases }: History): Map<string, number> {
	const said: Happened[] = [];
	for (const events of cases)
		for (const event of events) if (event.type === 'breach.acknowledged') said.push(event);
	const first = new Map<string, number>();
	for (const event of said.sort(byTime)) {
		const breach = textOf(event, 'breach');
		if (!first.has(breach)) first.set(breach, event.at);
	}
	return first;
}

type Acted = LedgerRow & { broke_at: number; ripe: boolean; took: number | null };

/** The promises that broke until now, kept ones aside, and how long it took until somebody acted. */
function breaches(history: History, question: Question): Acted[] {
	const now = Date.parse(question.as_of);
	const acknowledged = acknowledgements(history);
	// What will have been kept is no breach, whether it is due already or not.
	return ledger(history, rulesOf(question), Infinity).flatMap((row) => {
		if (row.breach_at === null || row.breach_at >= now) return [];
		const at = acknowledged.get(promiseId(row));
		const took = at === undefined ? null : Math.max(0, at - row.breach_at);
		const ripe = now > row.due_at && now > row.breach_at + QUARTER;
		return [{ ...row, broke_at: row.breach_at, ripe, took }];
	});
}

/** From breach to the first acknowledgement, in the period in which the promise is due. */
export function timeToAct(history: History, question: Question) {
	return rowsOf(breaches(history, question), question, (items) => {
		const judged = items.filter(({ ripe }) => ripe);
		const times = judged.flatMap(({ took }) => (took === null ? [] : [took]));
		return {
			...durations(
				times,
				count(judged, ({ took }) => took !== null && took <= QUARTER),
				judged.length
			),
			immature: items.length - judged.length,
			unacknowledged: judged.length - times.length
		};
	});
}
