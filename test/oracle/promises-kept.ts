import type { History } from './history.ts';
import { ledger, type LedgerRow } from './ledger.ts';
import { rowsOf, rulesOf, type Question } from './question.ts';
import { sigma } from './sigma.ts';
import { count, share, wilson } from './sums.ts';

const isDue = ({ state }: LedgerRow) => state !== 'running';
const isKept = ({ state }: LedgerRow) => state === 'kept';

const promises = (history: History, question: Question) =>
	ledger(history, rulesOf(question), Date.parse(question.as_of));

function byMetric(due: LedgerRow[]) {
	const metrics: Record<string, { kept: number; due: number }> = {};
	for (const row of due) {
		const counts = (metrics[row.metric] ??= { kept: 0, due: 0 });
		counts.due++;
		if (isKept(row)) counts.kept++;
	}
	return metrics;
}

/** Promises kept of those due, each in the period in which it is due. */
export function promisesKept(history: History, question: Question) {
	return rowsOf(promises(history, question), question, (items) => {
		const due = items.filter(isDue);
		const kept = count(due, isKept);
		return {
			...share(kept, due.length, items.length - due.length),
			broken: due.length - kept,
			running: items.length - due.length,
			by_metric: byMetric(due)
		};
	});
}

const MILLION = 1e6;
const inMillion = (part: number | null) => part && part * MILLION;

/** Promises broken in a million due, and the sigma level. */
export function dpmo(history: History, question: Question) {
	return rowsOf(promises(history, question), question, (items) => {
		const due = count(items, isDue);
		const broken = count(items, (item) => isDue(item) && !isKept(item));
		const { low, high } = wilson(broken, due);
		return {
			value: due === 0 ? null : (broken / due) * MILLION,
			n: due,
			numerator: broken,
			denominator: due,
			low: inMillion(low),
			high: inMillion(high),
			immature: items.length - due,
			sigma: sigma(broken, due)
		};
	});
}
